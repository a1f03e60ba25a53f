import { describe, expect, it } from 'vitest';
import { judgeTool } from '../../../src/watch/fingerprints/index.ts';
import { realPackets } from './real-packets.ts';
import { summaryOfPackets } from './records.ts';

const expected: Readonly<Record<keyof typeof realPackets, readonly [string | null, string]>> = {
  masscanSyns: ['masscan', 'proven'],
  masscanDatagrams: ['masscan', 'proven'],
  masscanEchoes: ['masscan', 'likely'],
  masscanV6: ['masscan', 'possible'],
  zmapSyns: ['zmap', 'proven'],
  zmapEchoes: ['zmap', 'likely'],
  zmapDatagrams: ['zmap', 'likely'],
  nmapSyns: ['nmap', 'proven'],
  nmapAcks: ['nmap', 'proven'],
  nmapFins: ['nmap', 'proven'],
  nmapNulls: ['nmap', 'likely'],
  nmapXmas: ['nmap', 'likely'],
  nmapDiscovery: ['nmap', 'likely'],
  nmapSystem: ['nmap', 'proven'],
  nmapSystemDatagram: ['nmap', 'proven'],
  nmapSystemEchoes: ['nmap', 'proven'],
  nmapV6: ['nmap', 'proven'],
  nmapDatagrams: ['nmap', 'likely'],
  hpingSyns: ['hping', 'likely'],
  hpingNulls: ['hping', 'likely'],
  hpingEchoes: ['hping', 'likely'],
  hpingDatagrams: ['hping', 'possible'],
  kernelSyns: ['kernel connect', 'likely'],
  // Not to be told from any other program that calls connect().
  nmapConnects: ['kernel connect', 'likely'],
};

describe('packets of the tools that Debian 12 ships', () => {
  it.each(Object.entries(expected))('%s', (name, [tool, level]) => {
    const verdict = judgeTool(summaryOfPackets(realPackets[name as keyof typeof realPackets]));
    expect([verdict.name, verdict.level, ...(verdict.name === null ? [] : verdict.because)]).toEqual([
      tool,
      level,
      ...verdict.because,
    ]);
    expect(verdict.because.length).toBeGreaterThan(0);
  });

  it.each(Object.keys(realPackets))("%s: no second tool is seen in one tool's packets", (name) => {
    const verdict = judgeTool(summaryOfPackets(realPackets[name as keyof typeof realPackets]));
    expect(verdict.because.filter((sentence) => sentence.startsWith('Besides'))).toEqual([]);
  });

  it('states the era and the chance where it can', () => {
    const masscan = judgeTool(summaryOfPackets(realPackets.masscanSyns));
    expect(masscan.version).toBe('2014-01 to 2023-11');
    expect(masscan.chance).toBeLessThan(1e-20);
    expect(masscan.because[0]).toBe('id = destination ^ port ^ sequence (low halves) in all 6 packets.');
    expect(judgeTool(summaryOfPackets(realPackets.zmapSyns))).toMatchObject({ version: '4.0 or older' });
    expect(judgeTool(summaryOfPackets(realPackets.kernelSyns))).toMatchObject({
      version: 'Linux 3.x or newer',
      chance: null,
    });
  });
});

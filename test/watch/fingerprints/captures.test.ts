import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPcapReader } from '../../../src/watch/capture/pcap.ts';
import { judgeTool, signsOf } from '../../../src/watch/fingerprints/index.ts';
import { sign } from '../../../src/watch/fingerprints/sign-bits.ts';
import { stride } from '../../../src/watch/record.ts';
import { Summaries } from './summaries.ts';

const captures = path.resolve(import.meta.dirname, '../../../../shared/captures');

function read(name: string, sink: Parameters<typeof createPcapReader>[0]): void {
  const reader = createPcapReader(sink);
  reader.push(readFileSync(path.join(captures, name)));
  reader.end();
}

const busiest = (name: string) => {
  const summaries = new Summaries();
  read(name, summaries.sink);
  const [first] = summaries.all();
  if (first === undefined) throw new Error(`${name} has no record`);
  return judgeTool(first);
};

function countSign(name: string, which: keyof typeof sign): number {
  let count = 0;
  read(name, (batch) => {
    for (let index = 0; index < batch.size; index++)
      if ((signsOf(batch.words, index * stride) & (1 << sign[which])) !== 0) count++;
  });
  return count;
}

describe.skipIf(!existsSync(captures))('real captures (skipped: ../shared/captures is not there)', () => {
  it('masscan 1.0.4: the relation in each SYN', () => {
    expect(busiest('masscan-1.0.4-tcp-0-1000.pcap')).toMatchObject({
      name: 'masscan',
      level: 'proven',
      version: '2014-01 to 2023-11',
    });
    expect(countSign('masscan-1.0.4-tcp-0-1000.pcap', 'masscanRelation')).toBeGreaterThanOrEqual(1001);
  });

  it('masscan 1.0.4 over UDP: bare datagrams are only possible', () => {
    expect(busiest('masscan-1.0.4-udp-0-1000.pcap')).toMatchObject({ name: 'masscan', level: 'possible' });
  });

  it('nmap: equal halves', () => {
    const verdict = busiest('nmap-syn-scan.pcap');
    expect(verdict).toMatchObject({ name: 'nmap', level: 'proven' });
    expect(verdict.because[0]).toContain('equal halves');
  });

  it.each([
    ['nmap-connect-80-all.pcap', 'Linux 3.x or newer'],
    ['slow-445-worm-scan.pcap', 'Windows'],
    ['port-scan.pcap', 'macOS or a BSD'],
  ])('%s: a kernel', (name, version) => {
    expect(busiest(name)).toMatchObject({ name: 'kernel connect', level: 'likely', version });
  });

  it.each(['backscatter-darknet-2009.pcap', 'slow-multiport-scan.pcap'])('%s: no tool is named', (name) => {
    const summaries = new Summaries();
    read(name, summaries.sink);
    const said = summaries
      .all()
      .map((summary) => judgeTool(summary))
      .filter(({ name }) => name !== null);
    // Kernels may have answered or asked in it; a scanner is not in it.
    expect(said.filter(({ name, level }) => name !== 'kernel connect' && level !== 'possible')).toEqual([]);
  });

  it('the relations of one tool are not met in the packets of another', () => {
    const others = [
      'nmap-syn-scan.pcap',
      'nmap-connect-80-all.pcap',
      'backscatter-darknet-2009.pcap',
      'port-scan.pcap',
    ];
    // 10,000 packets at 2^-16 each: one coincidence is to be expected at times, three are not.
    expect(others.reduce((sum, name) => sum + countSign(name, 'masscanRelation'), 0)).toBeLessThan(3);
    for (const name of [...others, 'masscan-1.0.4-tcp-0-1000.pcap']) {
      expect(countSign(name, 'miraiRelation'), name).toBe(0);
      expect(countSign(name, 'nmapSystem'), name).toBe(0);
      expect(countSign(name, 'zmapIdentification'), name).toBe(0);
      expect(countSign(name, 'zmapWindows'), name).toBe(0);
    }
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/core/probe.ts';
import { accounted, microseconds, readBytes } from './reading.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'captures');
const absent = !existsSync(folder);
const file = (name: string): Buffer => readFileSync(join(folder, name));

/** A reader of its own, by regular expressions and keys: slow and plain. */
function plainly(line: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, key = '', value = ''] of line.matchAll(/\b([A-Z]+)=(\S*)/g)) fields[key] ??= value;
  const flags = /RES=0x\d\d ((?:[A-Z]{3} )*)URGP/.exec(line)?.[1]?.trim() ?? '';
  return { ...fields, flags, options: /OPT \(([0-9A-F]*)\)/.exec(line)?.[1] ?? '' };
}

const groupsOf = (address: string): string =>
  address.includes(':') ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;

const number = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

function expectSame(probe: Probe | undefined, line: string): void {
  const said = plainly(line);
  const tcp = said['PROTO'] === 'TCP';
  const echo = said['PROTO'] === 'ICMPv6' && ['128', '129'].includes(said['TYPE'] ?? '');
  expect(probe).toMatchObject({
    source: groupsOf(said['SRC'] ?? ''),
    destination: groupsOf(said['DST'] ?? ''),
    protocol: (said['PROTO'] ?? '').toLowerCase(),
    sourcePort: number(said['SPT']),
    destinationPort: number(said['DPT']),
    ttl: number(said['TTL'] ?? said['HOPLIMIT']),
    ipId: said['TTL'] === undefined ? null : number(said['ID']),
    length: number(said['LEN']),
    window: number(said['WINDOW']),
    interface: said['IN'] === '' ? said['OUT'] : said['IN'],
    action: 'blocked',
    packets: 1,
    icmp: said['TYPE'] === undefined ? null : { type: Number(said['TYPE']), code: Number(said['CODE']) },
    echo: echo ? { id: Number(said['ID']), sequence: Number(said['SEQ']) } : null,
  });
  const letters = Array.from('FSRPAUEC').filter((letter) =>
    new RegExp(`\\b${letter}[A-Z]{2}`).test(said['flags'] ?? ''),
  );
  expect(probe?.flags).toBe(tcp ? letters.join('') : null);
  if (said['options'] !== '') expect(probe?.headerLength).toBe(20 + (said['options'] ?? '').length / 2);
  const [month, day, time] = line.split(/\s+/);
  const second = microseconds(`${month} ${day} 2026 ${time} UTC`);
  expect(Math.floor((probe?.at ?? 0) / 1e6)).toBe(second / 1e6);
}

const iptables = absent ? [] : readdirSync(folder).filter((name) => /^iptables.*\.log$/.test(name));

describe.skipIf(absent)('real logs (needs ../shared/captures)', () => {
  it('there are four of iptables', () => expect(iptables).toHaveLength(4));

  it.each(iptables)('%s: every line, as another reader sees it', (name) => {
    const text = file(name);
    const lines = text.toString('latin1').split('\n').slice(0, -1);
    const reading = readBytes(text);
    expect(reading.summary).toMatchObject({
      format: 'iptables',
      unit: 'lines',
      count: lines.length,
      records: lines.length,
      skipped: [],
      other: [],
      damaged: false,
    });
    for (const [index, line] of lines.entries()) {
      expectSame(reading.probes[index], line);
      expect(reading.probes[index]?.ordinal).toBe(index + 1);
    }
  });

  it('the scan of 2014 has options and a rate that whole seconds would hide', () => {
    const { probes } = readBytes(file('iptables-syn-scan.log'));
    expect(probes[0]).toMatchObject({ options: ['mss 1460'], headerLength: 24, payloadLength: 0 });
    const [first, second] = probes;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(62);
    expect(
      probes.every((probe, index) => index === 0 || (probe.at ?? 0) >= (probes[index - 1]?.at ?? 0)),
    ).toBe(true);
  });

  it('windows-pfirewall.log', () => {
    const reading = readBytes(file('windows-pfirewall.log'));
    const { summary, probes } = reading;
    expect(summary).toMatchObject({
      format: 'pfirewall',
      count: 19,
      records: 11,
      skipped: [],
      damaged: true,
    });
    expect(summary.other).toEqual([
      { name: 'header', packets: 4 },
      { name: 'connection or translation that was built or ended', packets: 3 },
      { name: 'events that the firewall lost', packets: 1 },
    ]);
    expect(summary.notes).toContain('the firewall says that it lost 59 events: they are not in the log');
    expect(accounted(reading)).toBe(19);
    expect(probes.filter(({ action }) => action === 'allowed')).toHaveLength(2);
    expect(probes.find(({ protocol }) => protocol === 'icmp')).toMatchObject({
      source: '123.45.78.90',
      sourcePort: null,
      icmp: { type: 8, code: 0 },
      length: 78,
    });
    expect(probes.at(-1)).toMatchObject({
      flags: 'FA',
      sequence: 2351482979,
      acknowledgement: 694744025,
      window: 64675,
      headerLength: 20,
      payloadLength: 0,
      at: microseconds('2005-04-11T08:48:46Z'),
    });
  });

  it.each(iptables)('%s: chunks of any size give the same', (name) => {
    const text = file(name).subarray(0, 20_000);
    const whole = readBytes(text);
    for (const piece of [1, 7, 211, 4096]) expect(readBytes(text, {}, piece)).toEqual(whole);
  });
});

import { describe, expect, it } from 'vitest';
import { type LogFormatName, logFormats } from '../../../src/watch/logs/options.ts';
import { accounted, read } from './reading.ts';
import { samples } from './samples.ts';

const all = Object.entries(samples);

describe('mixed files', () => {
  it('each line by itself, in any order', () => {
    const text = [...all, ...all.toReversed()].map(([, line]) => `${line}\n`).join('');
    const reading = read(text);
    expect(reading.probes).toHaveLength(all.length * 2);
    expect(reading.summary.format).toBe(
      'iptables + ufw + firewalld + filterlog + asa + pf + pfirewall + vpcflow',
    );
    expect(reading.probes.slice(0, all.length).map(({ source }) => source)).toEqual(
      reading.probes
        .slice(all.length)
        .toReversed()
        .map(({ source }) => source),
    );
    expect(accounted(reading)).toBe(all.length * 2);
  });

  it('among other lines, counted by the first', () => {
    const text = all.map(([, line]) => `Nov 21 05:00:00 host app: nothing of the kind\n${line}\n`).join('');
    expect(read(text).summary.skipped).toEqual([
      { reason: 'not a firewall line', count: all.length, firstAt: 1 },
    ]);
  });

  it.each([...logFormats])('forced to %s: only its own', (format) => {
    const text = all.map(([, line]) => `${line}\n`).join('');
    const family = new Set<LogFormatName>(['iptables', 'ufw', 'firewalld']);
    const own = all.filter(
      ([name]) => name === format || (family.has(format) && family.has(name as LogFormatName)),
    );
    expect(read(text, { format }).probes).toHaveLength(own.length);
  });
});

describe('bounded', () => {
  it('names of interfaces beyond 4,096 are unknown, not forgotten wrongly', () => {
    const line = samples.iptables;
    const text = Array.from({ length: 5000 }, (_, index) => `${line.replace('eth1', `if${index}`)}\n`).join(
      '',
    );
    const { probes } = read(text + text);
    expect(probes).toHaveLength(10_000);
    for (const [index, probe] of probes.entries()) {
      expect(probe.interface).toBe(index % 5000 < 4096 ? `if${index % 5000}` : null);
    }
  });

  it('prefixes too: the answer stays right beyond the table', () => {
    const line = samples.iptables;
    const text = Array.from(
      { length: 3000 },
      (_, index) => `${line.replace('DROP ', `x${index} ${index % 2 === 0 ? 'DROP' : 'ACCEPT'} `)}\n`,
    ).join('');
    for (const [index, { action }] of read(text + text).probes.entries()) {
      expect(action).toBe(index % 2 === 0 ? 'blocked' : 'allowed');
    }
  });
});

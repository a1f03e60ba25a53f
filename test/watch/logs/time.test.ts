import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayStart, yearOf } from '../../../src/watch/logs/time/year.ts';
import { Zone } from '../../../src/watch/logs/time/zone.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { microseconds, now, one, read } from './reading.ts';

const rest =
  'kernel: DROP IN=eth0 OUT= SRC=1.2.3.4 DST=5.6.7.8 LEN=40 TOS=0x00 PREC=0x00 TTL=4 ID=1 PROTO=TCP SPT=1 DPT=2 WINDOW=5 RES=0x00 SYN URGP=0 ';
const after = `host ${rest}`;

describe('stamps', () => {
  it.each([
    [`Mar 11 20:35:11 ${after}`, '2026-03-11T20:35:11Z'],
    [`Mar  1 20:35:11 ${after}`, '2026-03-01T20:35:11Z'],
    [`<4>Mar  1 20:35:11 ${after}`, '2026-03-01T20:35:11Z'],
    [`Mar 11 2015 20:35:11 ${after}`, '2015-03-11T20:35:11Z'],
    [`Mar 11 20:35:11.250 ${after}`, '2026-03-11T20:35:11.250Z'],
    [`Mar 11 20:35:60 ${after}`, '2026-03-11T20:36:00Z'],
    [`2015-03-07T05:09:30.125+02:00 ${after}`, '2015-03-07T03:09:30.125Z'],
    [`2015-03-07T05:09:30+0200 ${after}`, '2015-03-07T03:09:30Z'],
    [`2015-03-07T05:09:30-03:30 ${after}`, '2015-03-07T08:39:30Z'],
    [`2015-03-07T05:09:30Z ${after}`, '2015-03-07T05:09:30Z'],
    [`2015-03-07 05:09:30 ${after}`, '2015-03-07T05:09:30Z'],
    [`2026-11-21T03:09:00,125000+00:00 ${rest}`, '2026-11-21T03:09:00.125Z'],
    [`<4>1 2015-03-07T05:09:30.125Z host kernel - - - ${rest}`, '2015-03-07T05:09:30.125Z'],
    [`2001 Dec 20 20:16:24.5 ${after}`, '2001-12-20T20:16:24.5Z'],
    [`[Wed Mar 11 20:35:11 2015] ${rest}`, '2015-03-11T20:35:11Z'],
    [`Fri 2015-03-07 05:09:30 UTC ${after}`, '2015-03-07T05:09:30Z'],
    [`1425697770.125000 ${after}`, '2015-03-07T03:09:30.125Z'],
    [`Feb 29 12:00:00 ${after}`, '2024-02-29T12:00:00Z'],
  ])('%s', (line, at) => {
    expect(one(line).at).toBe(microseconds(at));
  });

  it.each([
    `Feb 30 12:00:00 ${after}`,
    `Mar 11 25:35:11 ${after}`,
    `2015-13-07T05:09:30Z ${after}`,
    `Foo 11 20:35:11 ${after}`,
    rest,
  ])('%s: the line counts, its time is unknown', (line) => {
    expect(one(line)).toMatchObject({ at: null, destinationPort: 2 });
  });

  it.each([
    [`[  463.251762] ${rest}`, 463_251_762],
    [`kern  :warn  : [  463.251762] ${rest}`, 463_251_762],
    [`4,1234,463251762,-;${rest.slice(8)}`, 463_251_762],
    [`4,1234,463251762,-,caller=T1;${rest.slice(8)}`, 463_251_762],
  ])('%s: since boot', (line, since) => {
    expect(one(line).at).toBeNull();
    expect(one(line, { bootAt: now }).at).toBe(now + since);
    expect(read(`${line}\n`).summary.notes).toContain(
      'stamps count seconds since boot, and when that was is not known: these lines have no time',
    );
  });

  it('continuation lines of /dev/kmsg are told apart', () => {
    const { summary } = read(`4,1,5,-;${rest.slice(8)}\n SUBSYSTEM=net\n DEVICE=+net:eth0\n`);
    expect(summary).toMatchObject({
      records: 1,
      other: [{ name: 'continuation of a kernel message', packets: 2 }],
    });
  });
});

describe('the year that is not there', () => {
  const years = (text: string, at: number): readonly (number | null)[] =>
    read(text, { now: at }).probes.map((probe) =>
      probe.at === null ? null : new Date(probe.at / 1000).getUTCFullYear(),
    );

  it('is the latest that is not in the future, a day of tolerance', () => {
    const text = `Nov 21 12:00:00 ${after}\n`;
    expect(years(text, microseconds('2026-11-21T06:00:00Z'))).toEqual([2026]);
    expect(years(text, microseconds('2026-11-19T06:00:00Z'))).toEqual([2025]);
    expect(years(text, microseconds('2027-01-01T00:00:00Z'))).toEqual([2026]);
  });

  it('goes on increasing over New Year, and a line out of order does not jump', () => {
    const text = ['Nov 30', 'Dec 31', 'Jan  1', 'Dec 31', 'Jan  2', 'Feb  1']
      .map((day) => `${day} 23:00:00 ${after}\n`)
      .join('');
    expect(years(text, microseconds('2027-03-01T00:00:00Z'))).toEqual([2026, 2026, 2027, 2026, 2027, 2027]);
    const { notes } = read(text, { now: microseconds('2027-03-01T00:00:00Z') }).summary;
    expect(notes[0]).toContain('2026 to 2027');
  });

  it('says where it cannot be right', () => {
    const text = ['Nov 30', 'Jan  2'].map((day) => `${day} 23:00:00 ${after}\n`).join('');
    const { summary } = read(text, { now: microseconds('2026-12-20T00:00:00Z') });
    expect(summary.notes.join(' ')).toContain('may be one too late');
  });

  it('is never in the future and never more than a leap away', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 11 }),
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 1e9, max: 4e9 }),
        fc.option(fc.integer({ min: 9e8, max: 4e9 })),
        (month, day, at, before) => {
          const year = yearOf(month, day, at, before);
          if (year === null) {
            expect(day).toBeGreaterThan(28);
            return;
          }
          expect(dayStart(year, month, day)).toBeLessThanOrEqual(at + 86_400);
          if (before === null) expect(at - dayStart(year, month, day)).toBeLessThan(86_400 * 366 * 8);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});

describe('the zone that is not there', () => {
  it("is this machine's, as its own clock has it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1e9, max: 2e9 }), (local) => {
        const utc = new Date(local * 1000);
        const there = new Date(utc.getUTCFullYear(), utc.getUTCMonth(), utc.getUTCDate(), utc.getUTCHours());
        expect(new Zone(null).offsetAt(local)).toBe(
          (Math.floor(local / 3600) * 3600e3 - there.getTime()) / 1000,
        );
      }),
      { numRuns: fuzzRuns(100) },
    );
    expect(read(`Mar 11 20:35:11 ${after}\n`, { zoneMinutes: null }).summary.notes).toContain(
      "times have no zone: taken as this machine's local time",
    );
  });

  it('or the one that was given', () => {
    expect(one(`Mar 11 20:35:11 ${after}`, { zoneMinutes: -210 }).at).toBe(
      microseconds('2026-03-12T00:05:11Z'),
    );
    expect(one(`2015-03-07T05:09:30Z ${after}`, { zoneMinutes: -210 }).at).toBe(
      microseconds('2015-03-07T05:09:30Z'),
    );
  });
});

describe("the kernel's own clock", () => {
  const line = (second: string, up: string): string =>
    `Mar 11 20:35:${second} host ${rest.replace('kernel: ', `kernel: [${up}] `)}\n`;
  const times = (...lines: readonly string[]): readonly number[] =>
    read(lines.join('')).probes.map((probe) => (probe.at ?? 0) - microseconds('2026-03-11T20:35:00Z'));

  it('spaces the lines of a second', () => {
    expect(times(line('11', '100.000000'), line('11', '100.250000'), line('12', '101.500000'))).toEqual([
      11_000_000, 11_250_000, 12_500_000,
    ]);
  });

  it('never leaves the second logged: another boot, another host, a late logger', () => {
    const seconds = ['11', '11', '12', '13', '13', '20', '20'];
    const ups = ['100.5', '5.000001', '100.9', '900.1', '2.5', '901.0', '901.999999'];
    const found = times(...seconds.map((second, index) => line(second, ups[index] ?? '')));
    for (const [index, second] of seconds.entries())
      expect(Math.floor((found[index] ?? 0) / 1e6)).toBe(Number(second));
  });
});

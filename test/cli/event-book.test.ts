import { describe, expect, test } from 'vitest';
import { EventBook } from '../../src/cli/event-book.ts';
import type { Scan } from '../../src/core/knock.ts';
import { findings, flood, scan, victim } from './render/knocks/findings.ts';

const event = (key: string, one: Scan) => ({ type: 'scan', key, scan: one }) as const;
const other = scan({ source: '192.0.2.8', sources: ['192.0.2.8'] });

describe('what was told since the beginning', () => {
  test('stays where the analysis has forgotten it, with its newest state', () => {
    const book = new EventBook();
    book.put(event('a', scan({ packets: 10 })));
    book.put(event('a', scan({ packets: 20 })));
    expect(book.findings(findings()).scans.map(({ packets }) => packets)).toEqual([20]);
    expect(book.exitCode).toBe(1);
  });

  test('gives way to what stands now of the same source', () => {
    const book = new EventBook();
    book.put(event('a', scan({ packets: 10, kind: 'probe' })));
    book.put(event('b', other));
    const { scans } = book.findings(findings({ scans: [scan({ packets: 99 })] }));
    expect(scans.map(({ source, packets }) => [source, packets])).toEqual([
      ['192.0.2.7', 99],
      ['192.0.2.8', other.packets],
    ]);
  });

  test('floods and victims likewise', () => {
    const book = new EventBook();
    book.put({ type: 'flood', key: 'f', flood });
    book.put({ type: 'backscatter', key: 'v', victim });
    expect(book.findings(findings())).toMatchObject({ floods: [flood], backscatter: { victims: [victim] } });
    const standing = findings({ floods: [flood], backscatter: { packets: 1, victims: [victim] } });
    expect(book.findings(standing)).toEqual(standing);
  });

  test('a victim alone is no finding; what it remembers is bounded', () => {
    const book = new EventBook(1);
    book.put({ type: 'backscatter', key: 'v', victim });
    expect(book.exitCode).toBe(0);
    book.put(event('a', scan()));
    book.put(event('b', other));
    expect(book.findings(findings()).scans).toEqual([other]);
  });
});

import { describe, expect, it } from 'vitest';
import { kindsOf, judged } from './judged.ts';
import { address, many, midnight, probe, summaryOf } from './summaries.ts';

const from = '198.51.100.7';
const sites = many(100, (i) =>
  probe({
    destination: address(i),
    destinationPort: 443,
    sourcePort: 40_000 + i,
    at: midnight + i * 1e6,
    action: 'allowed',
  }),
);

describe('what a firewall let through', () => {
  it('is no failure: a client of many sites is no sweep', () => {
    expect(kindsOf([summaryOf(sites)])).toEqual([`host-sweep ${from}`]);
    expect(kindsOf([summaryOf(sites, { allowed: 100 })])).toEqual([]);
  });

  it('counts for all packets that a record of a flow log stands for', () => {
    expect(kindsOf([summaryOf(sites, { allowed: 100, packets: 2000 })])).toEqual([]);
  });

  it('excuses nothing that was blocked', () => {
    const blocked = many(40, (i) =>
      probe({ destinationPort: 20 + i, sourcePort: 50_000 + i, at: midnight + i * 1e6 }),
    );
    const visits = many(100, (i) =>
      probe({ destinationPort: 443, sourcePort: 40_000 + i, action: 'allowed' }),
    );
    const [scan] = judged([summaryOf([...visits, ...blocked], { allowed: 100 })]);
    expect(scan?.kind).toBe('port-scan');
    expect(scan?.because[0]).toContain('100 let through by the firewall and 40 without an answer seen');
  });
});

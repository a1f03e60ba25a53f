import { expect, it } from 'vitest';
import { kindsOf } from './judged.ts';
import { type Extra, many, midnight, probe, summaryOf } from './summaries.ts';

const from = '198.51.100.7';
const accepted = (ports: readonly number[], extra: Extra = {}) =>
  summaryOf(
    ports.map((destinationPort, i) =>
      probe({ destinationPort, sourcePort: 40_000 + i, at: midnight + i * 50_000 }),
    ),
    { answered: { accepted: ports.length, refused: 0 }, toServices: ports.length, ...extra },
  );
const ports = (count: number): readonly number[] => many(count, (i) => 1000 + i * 137);

it('many ports of one target are a scan although all accept', () => {
  expect(kindsOf([accepted(ports(300))])).toEqual([`port-scan ${from}`]);
  expect(kindsOf([accepted(ports(15))])).toEqual([`port-scan ${from}`]);
  expect(kindsOf([accepted(ports(14))])).toEqual([]);
  expect(kindsOf([accepted(ports(300))], { thresholds: { openPorts: 301 } })).toEqual([]);
});

it('who comes back to the same ports, or transfers files, is a client', () => {
  expect(kindsOf([accepted([...ports(20), ...ports(20), ...ports(20)])])).toEqual([]);
  expect(kindsOf([accepted([21, ...ports(60)])])).toEqual([]);
});

it('asks for more of the own network', () => {
  expect(kindsOf([accepted(ports(20), { near: true })])).toEqual([]);
  expect(kindsOf([accepted(ports(60), { near: true })])).toEqual([`port-scan ${from}`]);
});

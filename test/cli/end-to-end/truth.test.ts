import { describe, expect, test } from 'vitest';
import { portDocument } from '../../../src/contract/port.ts';
import { reeve, reeveJson } from './reeve.ts';

const ask = (port: number) => portDocument.parse(reeveJson([String(port)]).document);

describe("the registry's truth about the ports of the three stories", () => {
  test.each([
    [2171, 'msfw-storage'],
    [2172, 'msfw-s-storage'],
    [2173, 'msfw-replica'],
    [2174, 'msfw-array'],
    [2244, 'nmsserver'],
    [2504, 'wlbs'],
    [1717, 'fj-hdnet'],
  ])('%d is assigned to %s on TCP and UDP', (port, service) => {
    const { assignments, range } = ask(port);
    const registered = assignments
      .filter(({ status }) => status === 'assigned')
      .map((one) => `${one.transport} ${one.service}`);
    expect(registered).toEqual([`tcp ${service}`, `udp ${service}`]);
    expect(range).toMatchObject({ name: 'user', size: 48_128 });
    for (const { source } of assignments) expect(source.name).not.toBe('');
  });

  test.each([
    [2504, /unassigned/],
    [2244, /unassigned/],
    [2174, /2012/],
  ])('%d: what popular references say wrongly is corrected, with a source', (port, says) => {
    const corrected = ask(port).statements.filter(
      ({ finding, says: text }) => finding === 'corrected' && says.test(text),
    );
    expect(corrected.length).toBeGreaterThan(0);
    for (const { sources } of corrected) expect(sources.length).toBeGreaterThan(0);
  });

  test('2171-2174 are one family, and the page says so', () => {
    expect(ask(2172).neighbours.family).toMatchObject({ from: 2171, to: 2174 });
    expect(reeve(['2172']).out).toContain('2171-2174');
  });

  test('80 lists http first, 6000 is x11 with its range', () => {
    expect(ask(80).assignments[0]).toMatchObject({ service: 'http', transport: 'tcp' });
    expect(ask(6000).assignments[0]).toMatchObject({ service: 'x11', ports: { from: 6000, to: 6063 } });
  });

  test('a port without a dossier has an honest page: no claims, but its range and neighbours', () => {
    const { claims, dossier, neighbours, assignments, range } = ask(10_257);
    expect({ claims, dossier }).toEqual({ claims: [], dossier: null });
    expect(assignments.every(({ status }) => status === 'unassigned')).toBe(true);
    expect(neighbours.below?.port).toBeLessThan(10_257);
    expect(neighbours.above?.port).toBeGreaterThan(10_257);
    expect(range.counts?.assigned).toBeGreaterThan(4000);
  });

  test('a dynamic port is never assigned, and says by which rule', () => {
    expect(ask(50_000).assignments[0]?.references).toContain('RFC6335');
  });

  test('next offers nothing inside a named range', () => {
    expect(Number(reeve(['next', '--near', '6000']).out)).toBeGreaterThan(6063);
  });
});

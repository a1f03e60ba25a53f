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
    [2174, /2004 by Itai Greenberg/, 'confirmed'],
    [2174, /TCP and UDP/, 'confirmed'],
    [2174, /family/, 'confirmed'],
    [2174, /mainstream support.*2012/i, 'corrected'],
    [2174, /extended support.*2020/i, 'confirmed'],
    [2504, /unassigned/, 'corrected'],
    [2504, /2504.*1717|1717.*2504|mixed/i, 'confirmed'],
    [2244, /unassigned/, 'corrected'],
    [2244, /48,128/, 'confirmed'],
  ] as const)('%d: what popular references say (%s) is %s, with a source', (port, says, finding) => {
    const told = ask(port).statements.filter((one) => one.finding === finding && says.test(one.says));
    expect(told.length).toBeGreaterThan(0);
    for (const { sources, text } of told) {
      expect(sources.length).toBeGreaterThan(0);
      expect(text).not.toBe('');
    }
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

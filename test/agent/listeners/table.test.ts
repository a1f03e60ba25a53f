import { describe, expect, it } from 'vitest';
import { LiveTable } from '../../../src/agent/listeners/table.ts';
import { changeDocument, listenerEvent } from '../../../src/agent/listeners/told.ts';
import { listenerChange } from '../../../src/contract/small.ts';
import type { Inspection, Listener } from '../../../src/inspect/listener.ts';
import { openRegistry } from '../../../src/registry/index.ts';
import { aListener, anOwner } from '../../inspect/samples.ts';

const registry = openRegistry();
const second = 1e6;

const looked = (listeners: readonly Listener[], hidden = 0): Inspection => ({
  listeners,
  host: { ephemeral: null, reserved: null, unprivilegedFrom: null },
  visibility: {
    complete: true,
    privileged: true,
    method: 'walk',
    processes: { seen: 9, hidden },
    namespaces: { seen: 1, hidden: 0 },
    notes: [],
  },
});

const at = (port: number, inode: number, difference: Partial<Listener> = {}): Listener =>
  aListener({
    port,
    inode,
    group: { workers: 1, reuseport: 1, outsiders: [], inodes: [inode] },
    ...difference,
  });

function aTable() {
  const shown: (readonly number[] | null)[] = [];
  const table = new LiveTable({
    registry,
    own: new Set([4242]),
    onShown: (ports) => void shown.push(ports === null ? null : [...ports].sort((a, b) => a - b)),
  });
  const kinds = (inspection: Inspection | null, now: number) =>
    table.step(inspection, now).map(({ kind, row }) => `${kind} ${row.listener.port}`);
  return { table, shown, kinds };
}

describe('the live table', () => {
  it('takes what is there at first for known since before', () => {
    const { table, kinds } = aTable();
    expect(table.lookedAt).toBeNull();
    expect(table.visibility.complete).toBe(false);
    expect(kinds(looked([at(80, 1)]), second)).toEqual([]);
    expect(table.all().map(({ since }) => since)).toEqual([null]);
    expect(table.lookedAt).toBe(second);
  });

  it('knows the agent itself by its process', () => {
    const { table, kinds } = aTable();
    const held = (pid: number) => ({ owners: [anOwner({ pid, exe: '/tmp/reeve' })] });
    kinds(looked([at(7678, 1, held(4242)), at(7679, 2, held(4243))]), second);
    expect(table.all().map(({ verdict }) => verdict.because[0]?.rule)).toEqual([
      'own-agent',
      'temporary-folder',
    ]);
  });

  it('tells what opened at once and what closed when it stayed away, though nothing changes in between', () => {
    const { table, kinds } = aTable();
    kinds(looked([]), 0);
    expect(kinds(looked([at(81, 1)]), second)).toEqual(['opened 81']);
    expect(table.at(81, 'tcp')[0]?.since).toBe(second);
    expect(table.at(81, 'udp')).toEqual([]);
    expect(kinds(looked([]), 2 * second)).toEqual([]);
    expect(table.all()).toEqual([]);
    expect(kinds(null, 3 * second)).toEqual([]);
    expect(kinds(null, 5 * second)).toEqual(['closed 81']);
    expect(kinds(null, 6 * second)).toEqual([]);
  });

  it.each([
    ['set on by an hour, as after a sleep', 3600, 3600],
    ['set back by an hour', -3600, -3600 + 3],
  ])('tells what closed though the clock was %s meanwhile', (_, jump, then) => {
    const { kinds } = aTable();
    const from = 100_000 * second;
    kinds(looked([at(81, 1)]), from);
    expect(kinds(looked([]), from + second)).toEqual([]);
    const told = [...kinds(null, from + jump * second), ...kinds(null, from + then * second + second)];
    expect(told).toEqual(['closed 81']);
    expect(kinds(null, from + (then + 10) * second)).toEqual([]);
  });

  it('takes a restart for one event and keeps the id of the place', () => {
    const { table, kinds } = aTable();
    kinds(looked([at(80, 1)]), 0);
    const id = table.all()[0]?.id;
    expect(id).toMatch(/^[a-z0-9]+$/);
    kinds(looked([]), second);
    expect(kinds(looked([at(80, 2)]), 2 * second)).toEqual(['restarted 80']);
    expect(table.all()[0]?.id).toBe(id);
    expect(kinds(null, 60 * second)).toEqual([]);
  });

  it('gives every row an id of its own, even where two stand at one place', () => {
    const { table, kinds } = aTable();
    kinds(looked([at(80, 1), at(80, 2), at(80, 3)]), 0);
    expect(new Set(table.all().map(({ id }) => id)).size).toBe(3);
  });

  it('gives the same array until something changed', () => {
    const { table, kinds } = aTable();
    kinds(looked([at(80, 1)]), 0);
    const rows = table.all();
    kinds(null, second);
    expect(table.all()).toBe(rows);
  });

  it('names the ports whose pages changed, and all of them where the ledger did', () => {
    const { shown, kinds } = aTable();
    kinds(looked([at(80, 1), at(81, 2)]), 0);
    kinds(looked([at(80, 1), at(82, 3)]), second);
    kinds(looked([at(80, 1, { backlog: { current: 3, max: 9 } }), at(82, 3)]), 2 * second);
    kinds(looked([at(80, 1), at(82, 3)], 4), 3 * second);
    expect(shown).toEqual([null, [81, 82], null]);
  });

  it('knows what is open for the packet path, own namespace only', () => {
    const { table, kinds } = aTable();
    const elsewhere = { inode: 7, name: null, own: false };
    kinds(looked([at(80, 1), at(53, 2, { kind: 'udp' }), at(90, 3, { netns: elsewhere })]), 0);
    const { listens } = table.open;
    expect([listens('tcp', 80), listens('udp', 80), listens('udp', 53), listens('tcp', 90)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    kinds(looked([]), second);
    expect(listens('tcp', 80)).toBe(false);
  });

  it('judges as privileged as who looked', () => {
    const { table, kinds } = aTable();
    const hidden = at(80, 1, { owners: [], ownersComplete: false });
    kinds(looked([hidden]), 0);
    const asRoot = table.all()[0]?.verdict.because.map(({ text }) => text);
    const seen = looked([hidden], 1);
    kinds({ ...seen, visibility: { ...seen.visibility, privileged: false } }, second);
    expect(table.all()[0]?.verdict.because.map(({ text }) => text)).not.toEqual(asRoot);
  });

  it('tells changes in the documents that are promised, with nothing secret in them', () => {
    const { table } = aTable();
    table.step(looked([]), 0);
    const owner = anOwner({ cmdline: ['/usr/bin/app', '--password=hunter2'] });
    const [change] = table.step(looked([at(80, 1, { owners: [owner] })]), second);
    if (change === undefined) throw new Error('nothing changed');
    const document = changeDocument(change, table.visibility);
    expect(() => listenerChange.parse(document)).not.toThrow();
    expect(JSON.stringify(document)).not.toContain('hunter2');
    expect(listenerEvent(change)).toEqual({
      kind: 'opened',
      at: second,
      transport: 'tcp',
      port: 80,
      address: '0.0.0.0',
      exposure: 'private',
      holder: 'app',
      before: null,
      verdict: change.row.verdict.level,
    });
    expect(
      listenerEvent({ ...change, row: { ...change.row, listener: at(80, 1, { owners: [] }) } }).holder,
    ).toBe(null);
  });
});

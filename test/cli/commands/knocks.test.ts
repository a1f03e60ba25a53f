import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { knocks } from '../../../src/cli/commands/knocks.ts';
import { compact, status } from '../../../src/cli/commands/store.ts';
import { why } from '../../../src/cli/commands/why.ts';
import { knockRecord } from '../../../src/answer/knock-record.ts';
import { eventDocument, knocksDocument, storeDocument } from '../../../src/contract/knocks.ts';
import { openStore } from '../../../src/store/index.ts';
import { defaultRetention } from '../../../src/store/retention.ts';
import { scanEvent } from '../../store/events.ts';
import { testFolder } from '../../store/folder.ts';
import { captured } from '../captured.ts';

const folder = testFolder();
let path = '';
const hour = 3_600_000_000;
const now = (): number => Date.now() * 1000;

beforeEach(() => {
  path = join(folder(), 'store', 'knocks.db');
  vi.stubEnv('REEVE_STORE', path);
});
afterEach(() => void vi.unstubAllEnvs());

/** Two scans of an hour and of three days ago, a flood and a victim. */
function fill(): void {
  const at = (ago: number) => ({ first: now() - ago, last: now() - ago });
  const before = openStore({ path, now: () => now() - 72 * hour, retention: defaultRetention });
  before.put(scanEvent('old', { ...at(72 * hour), source: '203.0.113.44', sources: ['203.0.113.44'] }));
  before.close();
  const store = openStore({ path, now, retention: defaultRetention });
  store.put(scanEvent('new', at(hour)));
  store.put({
    type: 'flood',
    key: 'flood',
    flood: {
      target: '198.51.100.7',
      port: 80,
      transport: 'tcp',
      packets: 100_000,
      sources: { count: 99_000, exact: false },
      ...at(2 * hour),
      because: ['99,000 sources with one packet each'],
      evidence: [],
    },
  });
  store.put({
    type: 'backscatter',
    key: 'victim',
    victim: {
      address: '192.0.2.99',
      packets: 12,
      answers: [{ kind: 'syn-ack', packets: 12 }],
      ports: [{ port: 443, packets: 12 }],
      targets: { count: 1, exact: true },
      ...at(4 * hour),
      evidence: [],
    },
  });
  store.close();
}

const shown = async (options: object): Promise<{ code: number; out: string }> => {
  const { context, out } = captured();
  const code = await knocks(context, { limit: 20, ...options });
  return { code, out: out() };
};
const idsOf = async (options: object): Promise<readonly string[]> => {
  const { out } = await shown({ ...options, json: true });
  return knocksDocument.parse(JSON.parse(out)).events.map(({ id }) => id);
};

describe('reeve knocks', () => {
  it('says what to do where nothing was ever stored, and makes nothing', async () => {
    await expect(shown({})).rejects.toMatchObject({ code: 'STORE_ABSENT', exitCode: 2 });
    await expect(shown({})).rejects.toThrow(/sudo reeve watch/);
    expect(existsSync(join(path, '..'))).toBe(false);
  });

  it('lists the newest first; 0 where something is on record, 2 where nothing fits', async () => {
    fill();
    const { code, out } = await shown({});
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^EVENT +SEEN +SOURCE +WHAT +TOOL +SURE +PORTS +PACKETS$/);
    expect(lines.slice(1, 5).map((line) => line.split(' ')[0])).toEqual(['e2', 'e3', 'e4', 'e1']);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(await shown({ port: '9' })).toEqual({ code: 2, out: 'Nothing on record fits.\n' });
  });

  it.each([
    [{ since: '90m' }, ['e2']],
    [{ since: '1d' }, ['e2', 'e3', 'e4']],
    [{ until: '1d' }, ['e1']],
    [{ port: '23' }, ['e2', 'e1']],
    [{ port: '23/udp' }, []],
    [{ port: '80/tcp' }, ['e3']],
    [{ source: '203.0.113.44' }, ['e1']],
    [{ source: '192.0.2.99' }, ['e4']],
    [{ tool: 'MASSCAN' }, ['e2', 'e1']],
    [{ tool: 'unknown' }, []],
    [{ kind: 'flood' }, ['e3']],
    [{ limit: 1 }, ['e2']],
  ])('%j gives %j', async (options, ids) => {
    fill();
    expect(await idsOf(options)).toEqual(ids);
  });

  it.each([
    [{ since: 'yesterday' }, 'USAGE'],
    [{ since: '2026-02-30' }, 'USAGE'],
    [{ port: '70000' }, 'PORT_INVALID'],
    [{ source: 'example.org' }, 'USAGE'],
    [{ kind: 'toString' }, 'USAGE'],
  ])('%j is refused', async (options, code) => {
    await expect(shown(options)).rejects.toMatchObject({ code, exitCode: 4 });
  });
});

describe('reeve why', () => {
  it('gives the packets of an event, and refuses unknown names', async () => {
    fill();
    const { context, out } = captured();
    expect(await why(context, 'e2', { json: true })).toBe(0);
    const document = eventDocument.parse(JSON.parse(out()));
    expect(document.event).toMatchObject({
      id: 'e2',
      type: 'scan',
      scan: { evidence: [{ ordinal: 1 }, { ordinal: 2 }] },
    });
    expect(document.skippedPackets).toBe(0);
    for (const [name, said] of [
      ['e99', /none of this name/],
      ['x', /no name of an event/],
      ['e0', /none of this name/],
    ] as const) {
      await expect(why(context, name, {})).rejects.toThrow(said);
      await expect(why(context, name, {})).rejects.toMatchObject({ code: 'EVENT_UNKNOWN', exitCode: 2 });
    }
  });
});

describe('reeve store', () => {
  it('status tells what is kept and for how long, with damage only where it is asked for', async () => {
    fill();
    const { context, out } = captured();
    expect(await status(context, { json: true })).toBe(0);
    expect(storeDocument.parse(JSON.parse(out()))).toMatchObject({
      path,
      rows: 4,
      retention: { days: 30, bytes: 2 ** 30 },
      faults: null,
      compaction: null,
    });
    const checked = captured();
    expect(await status(checked.context, { check: true })).toBe(0);
    expect(checked.out()).toContain('no damage found');
  });

  it('compact deletes what is past its time, and makes no store', async () => {
    const { context, out } = captured();
    await expect(compact(context, {})).rejects.toMatchObject({ code: 'STORE_ABSENT' });
    fill();
    vi.stubEnv('REEVE_STORE_DAYS', '1');
    expect(await compact(context, { json: true })).toBe(0);
    expect(storeDocument.parse(JSON.parse(out()))).toMatchObject({ rows: 3, compaction: { deleted: 1 } });
  });
});

describe('the knocks of a port', () => {
  it('are none where nothing was stored, counted where something was, and a reason where they cannot be read', () => {
    const asked = () => {
      const record = knockRecord();
      try {
        return record.at({ port: 23, transport: null });
      } finally {
        record.close();
      }
    };
    expect(asked()).toEqual({ known: null, unknown: null });
    fill();
    expect(asked()).toMatchObject({ known: { events: 2, packets: 4, sources: 2 }, unknown: null });
    writeFileSync(path, 'this is not a store'.repeat(100));
    expect(asked()).toMatchObject({ known: null, unknown: expect.stringMatching(/damaged/) as string });
  });
});

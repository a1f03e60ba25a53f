import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventDocument, knocksDocument, sourceDocument, storeDocument } from '../../src/contract/knocks.ts';
import { portDocument } from '../../src/contract/port.ts';
import { errorDocument } from '../../src/contract/small.ts';
import { openStore } from '../../src/store/index.ts';
import { reeve, reeveJson } from '../cli/end-to-end/reeve.ts';
import { width } from '../../src/cli/render/text.ts';
import { scanEvent } from '../store/events.ts';
import { freePort } from './servers.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'reeve-store-command-'));
const file = path.join(folder, 'store', 'knocks.db');
const env = { REEVE_STORE: file };
const hostile = '\u001B]0;owned\u0007\u001B[2J\u202Eevil';
let port = 0;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  port = await freePort();
  const now = (): number => Date.now() * 1000;
  const store = openStore({ path: file, now, retention: { days: 30, bytes: 2 ** 30 } });
  const ports = { count: 1, exact: true, top: [{ port, packets: 3 }] };
  store.put(scanEvent('plain', { ports, first: now() - 60e6, last: now() - 30e6 }));
  store.put(
    scanEvent('hostile', {
      ports,
      first: now() - 120e6,
      last: now() - 90e6,
      source: hostile,
      sources: [hostile],
      because: [hostile],
      tool: { name: hostile, version: hostile, level: 'possible', chance: null, because: [hostile] },
      intent: [{ name: hostile, text: hostile, because: hostile }],
    }),
  );
  store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the built command over a store', () => {
  it('gives documents as the schemas say', () => {
    const knocks = reeveJson(['knocks', '--port', String(port)], { env });
    expect(knocks.status).toBe(0);
    expect(knocksDocument.parse(knocks.document).events.map(({ id }) => id)).toEqual(['e1', 'e2']);
    sourceDocument.parse(reeveJson(['source', '203.0.113.9'], { env }).document);
    eventDocument.parse(reeveJson(['why', 'e1'], { env }).document);
    storeDocument.parse(reeveJson(['store', 'status', '--check'], { env }).document);
    storeDocument.parse(reeveJson(['store', 'compact'], { env }).document);
    expect(errorDocument.parse(reeveJson(['why', 'e9'], { env }).document)).toMatchObject({
      code: 'EVENT_UNKNOWN',
    });
  });

  it("shows a port's knocks on its page, which they do not change the exit code of", () => {
    const { status, document } = reeveJson([String(port)], { env });
    expect(status).toBe(2);
    expect(portDocument.parse(document)).toMatchObject({
      knocks: { events: 2, packets: 6, sources: 2, complete: true },
      knocksUnknown: null,
    });
    expect(reeve([String(port)], { env }).out).toMatch(/Who knocked\n {2}2 events, 6 packets from 2 sources/);
  });

  it('never hands what was stored to the terminal raw, and fits 80 columns', () => {
    for (const args of [
      ['knocks'],
      ['why', 'e2'],
      ['why', 'e1'],
      ['source', '203.0.113.9'],
      ['store', 'status'],
      [String(port)],
    ]) {
      const { out, err } = reeve(args, { env });
      expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(out).not.toBe('');
      for (const line of out.split('\n'))
        if (!line.includes('http')) expect(width(line)).toBeLessThanOrEqual(80);
    }
  });

  it('says what to do where there is none, and makes none', () => {
    const none = { REEVE_STORE: path.join(folder, 'none', 'knocks.db') };
    for (const args of [
      ['knocks'],
      ['source', '192.0.2.1'],
      ['why', 'e1'],
      ['store', 'status'],
      ['store', 'compact'],
    ]) {
      const { status, err } = reeve(args, { env: none });
      expect([status, err]).toEqual([2, expect.stringContaining('STORE_ABSENT')]);
    }
    expect(readdirSync(folder)).toEqual(['store']);
  });

  it.skipIf(process.geteuid?.() !== 0)(
    'tells another user that it is kept from him (as root, who can become one)',
    () => {
      const { status, err } = reeve(['knocks'], { env, uid: 65_534 });
      expect([status, err]).toEqual([3, expect.stringContaining('Run it with sudo')]);
      const page = portDocument.parse(reeveJson([String(port)], { env, uid: 65_534 }).document);
      expect(page).toMatchObject({
        knocks: null,
        knocksUnknown: expect.stringContaining('another user') as string,
      });
    },
  );
});

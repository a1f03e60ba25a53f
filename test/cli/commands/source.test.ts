import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { source } from '../../../src/cli/commands/source.ts';
import { sourceDocument } from '../../../src/contract/knocks.ts';
import { openStore } from '../../../src/store/index.ts';
import { defaultRetention } from '../../../src/store/retention.ts';
import { scanEvent } from '../../store/events.ts';
import { testFolder } from '../../store/folder.ts';
import { captured } from '../captured.ts';

const folder = testFolder();
let path = '';
const now = (): number => Date.now() * 1000;

beforeEach(() => {
  path = join(folder(), 'store', 'knocks.db');
  vi.stubEnv('REEVE_STORE', path);
});
afterEach(() => void vi.unstubAllEnvs());

/** One scan of just now by each of these. */
function fill(...addresses: readonly string[]): void {
  const store = openStore({ path, now, retention: defaultRetention });
  for (const address of addresses)
    store.put(scanEvent(address, { source: address, sources: [address], first: now(), last: now() }));
  store.close();
}

describe('reeve source', () => {
  const asked = async (address: string, json = false): Promise<{ code: number; out: string }> => {
    const { context, out } = captured();
    return { code: await source(context, address, json ? { json: true } : {}), out: out() };
  };

  it('gives one record, 2 where there is none', async () => {
    fill('203.0.113.9');
    const { code, out } = await asked('203.0.113.9', true);
    expect(code).toBe(0);
    expect(sourceDocument.parse(JSON.parse(out))).toMatchObject({
      events: 1,
      packets: 3,
      who: { range: {} },
    });
    const none = await asked('203.0.113.200');
    expect(none.code).toBe(2);
    expect(none.out).toContain('Nothing is on record of it.');
    sourceDocument.parse(JSON.parse((await asked('203.0.113.200', true)).out));
  });

  it('takes an address however it is written', async () => {
    fill('2001:db8::9', '::c000:201');
    for (const form of ['2001:0DB8:0:0::9', '2001:db8::0009', '2001:db8::9%eth0'])
      expect((await asked(form)).code).toBe(0);
    expect((await asked('::192.0.2.1')).code).toBe(0);
  });
});

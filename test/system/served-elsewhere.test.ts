import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { portDocument } from '../../src/contract/port.ts';
import { has, makeNamespace, Servers } from './servers.ts';

const isRoot = process.getuid?.() === 0;
const reason = !isRoot
  ? ' (skipped: needs root)'
  : has('/usr/sbin/nft')
    ? ''
    : ' (skipped: nft is not installed)';
const reeve = path.resolve(import.meta.dirname, '../../dist/reeve.cjs');

const rules = `table ip published {
  chain out {
    type nat hook output priority -100;
    tcp dport 8080 dnat to 192.0.2.7:5432
  }
  chain in {
    type nat hook prerouting priority -100;
    tcp dport 8080 dnat to 192.0.2.7:5432
  }
}
`;

describe.skipIf(reason !== '')(`a port that NAT hands on though nobody listens${reason}`, () => {
  const servers = new Servers();
  let inside: readonly string[] = [];

  beforeAll(() => {
    inside = ['netns', 'exec', makeNamespace(servers)];
    execFileSync('/usr/sbin/ip', [...inside, '/usr/sbin/nft', '-f', '-'], { input: rules });
  });

  afterAll(async () => {
    await servers.stop();
  });

  const ask = (port: number) => {
    const { status, stdout } = spawnSync(
      '/usr/sbin/ip',
      [...inside, process.execPath, reeve, String(port), '--json'],
      {
        encoding: 'utf8',
      },
    );
    return { status, document: portDocument.parse(JSON.parse(stdout)) };
  };

  test('is not called silent or free, and does not exit as if nothing were there', () => {
    const { status, document } = ask(8080);
    expect(document.host.state).toBe('not-free');
    expect(document.host.notFree).toContainEqual(
      expect.objectContaining({
        kind: 'published',
        publication: expect.objectContaining({
          targetAddress: '192.0.2.7',
          targetPort: 5432,
          by: 'nftables',
        }),
      }),
    );
    expect(document.verdict).toMatchObject({ level: 'plausible', because: [{ rule: 'published' }] });
    expect(status).toBe(0);
  });

  test('the port beside it is free', () => {
    const { status, document } = ask(8079);
    expect(document).toMatchObject({ host: { state: 'free', notFree: [] }, verdict: { level: 'expected' } });
    expect(status).toBe(2);
  });
});

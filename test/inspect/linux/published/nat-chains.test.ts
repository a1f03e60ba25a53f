import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hasNatChains } from '../../../../src/inspect/linux/published/nat-chains.ts';
import { HomeNamespace } from '../../../../src/sys/netns.ts';
import { canMakeNamespaces, namespaceChild } from '../../../sys/namespace-child.ts';

const reason = !canMakeNamespaces
  ? ' (skipped: needs root and unshare)'
  : existsSync('/usr/sbin/nft')
    ? ''
    : ' (skipped: nft is not installed)';

describe.skipIf(reason !== '')(`nat chains of nf_tables${reason}`, () => {
  /** The answer in a namespace of the test's own, after a script of nft. */
  async function after(script: string): Promise<boolean | null> {
    const child = await namespaceChild();
    const home = HomeNamespace.open();
    try {
      const { status, stderr } = spawnSync(
        'nsenter',
        ['-t', String(child.pid), '-n', '/usr/sbin/nft', '-f', '-'],
        {
          input: script,
          encoding: 'utf8',
        },
      );
      expect(status, stderr).toBe(0);
      if (!home.ok) throw new Error(home.error);
      const answer = home.value.visit(`/proc/${child.pid}/ns/net`, child.inode, () => hasNatChains());
      if (!answer.ok) throw new Error(answer.error);
      return answer.value;
    } finally {
      if (home.ok) home.value.close();
      await child.end();
    }
  }

  test('none in an empty ruleset', async () => {
    expect(await after('')).toBe(false);
  });

  test('a filter chain is none', async () => {
    expect(await after('table inet f {\n chain c {\n type filter hook input priority 0;\n }\n }\n')).toBe(
      false,
    );
  });

  test('one among others is found, whatever its family and name', async () => {
    const filters = Array.from({ length: 300 }, (_, at) => `chain c${at} {\n}`).join('\n');
    expect(
      await after(`table ip6 t {\n${filters}\nchain z {\n type nat hook prerouting priority -100;\n }\n}\n`),
    ).toBe(true);
  });
});

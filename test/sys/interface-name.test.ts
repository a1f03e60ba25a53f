import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { interfaceName } from '../../src/sys/interface-name.ts';
import { netlinkFamily, openNetlink } from '../../src/sys/netlink.ts';

test.skipIf(process.platform !== 'linux')('interfaces have the names that /sys has (needs Linux)', () => {
  const socket = openNetlink(netlinkFamily.sockDiag);
  try {
    const names = readdirSync('/sys/class/net').filter((name) => name !== 'bonding_masters');
    expect(names).toContain('lo');
    for (const name of names) {
      const index = Number(readFileSync(`/sys/class/net/${name}/ifindex`, 'utf8'));
      expect(interfaceName(socket.fd, index)).toBe(name);
    }
    expect(interfaceName(socket.fd, 2_000_000_000)).toBeNull();
  } finally {
    socket.close();
  }
});

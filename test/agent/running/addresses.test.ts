import { describe, expect, it } from 'vitest';
import { chooseAddresses, usualPort } from '../../../src/agent/running/addresses.ts';
import { openRegistry } from '../../../src/registry/index.ts';
import type { ListenAddress } from '../../../src/web/index.ts';

const registry = openRegistry();

/** Chooses where these are taken; an address of `without` there is not. */
const choose = (
  asked: readonly { readonly host: string; readonly port: number | null }[],
  takenPorts: readonly number[] = [],
  without: readonly string[] = [],
) =>
  chooseAddresses(asked, {
    registry,
    holder: (port) => (port === usualPort ? 'python3 x.py' : null),
    tryBind: async ({ host, port }: ListenAddress) => {
      if (without.includes(host)) return 'EADDRNOTAVAIL';
      if (port > 0 && port < 1024) return 'EACCES';
      return takenPorts.includes(port) ? 'EADDRINUSE' : null;
    },
  });

describe('where pages are served', () => {
  it('is loopback of both families at the usual port', async () => {
    expect(await choose([])).toEqual({
      listen: [
        { host: '127.0.0.1', port: 7678 },
        { host: '::1', port: 7678 },
      ],
      note: null,
    });
  });

  it('leaves out the family that this machine does not have', async () => {
    expect((await choose([], [], ['::1'])).listen).toEqual([{ host: '127.0.0.1', port: 7678 }]);
  });

  it('is the next port by the rule of this project where somebody has the usual one, and says who', async () => {
    const { listen, note } = await choose([], [7678]);
    const [first] = listen;
    expect(new Set(listen.map(({ port }) => port)).size).toBe(1);
    expect(registry.isAssigned(first?.port ?? 0)).toBe(false);
    expect(note).toBe(`7678 is held by python3 x.py, so it is ${first?.port}`);
  });

  it('takes what is named, and chooses only what is left open', async () => {
    expect((await choose([{ host: '192.0.2.7', port: 8080 }])).listen).toEqual([
      { host: '192.0.2.7', port: 8080 },
    ]);
    expect((await choose([{ host: '::', port: null }])).listen).toEqual([{ host: '::', port: 7678 }]);
    expect((await choose([{ host: '127.0.0.1', port: 0 }])).listen).toEqual([{ host: '127.0.0.1', port: 0 }]);
  });

  it.each([
    ['a port that somebody has', [{ host: '127.0.0.1', port: 8080 }], [8080], 'ADDRESS_TAKEN'],
    ['a port below 1024', [{ host: '127.0.0.1', port: 80 }], [], 'NOT_PERMITTED'],
    ['an address that is not here', [{ host: '192.0.2.9', port: 8080 }], [], 'USAGE'],
  ] as const)('refuses %s', async (_, asked, takenPorts, code) => {
    await expect(choose(asked, takenPorts, ['192.0.2.9'])).rejects.toMatchObject({ code });
  });
});

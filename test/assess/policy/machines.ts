import * as fc from 'fast-check';
import type { Inspection, Listener, Owner } from '../../../src/inspect/listener.ts';
import { container, linuxEphemeral, owner, service, tcp } from '../machine.ts';

const name = fc.oneof(
  fc.constantFrom(
    '/usr/sbin/sshd',
    '/usr/bin/node',
    '/nix/store/0ad9v1-x-1.2/bin/x',
    '/opt/a/1.2.3/b',
    '/snap/x/12/y',
    'sshd',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    'true',
    '12',
    'null',
    '~',
    '- a',
    'a: b',
    '#',
    '*',
    '\\*',
    "'",
    '"',
    '\u2028',
    '\ud800',
    'é',
    '/a*b/[c]/\\',
  ),
);

const holder: fc.Arbitrary<Owner> = fc
  .record({
    exe: fc.option(name),
    comm: name,
    pid: fc.integer({ min: 1, max: 40 }),
    runs: fc.option(name),
    deleted: fc.boolean(),
    parent: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ exe, comm, pid, runs, deleted, parent }) =>
    owner(exe, {
      comm,
      pid,
      runs,
      exeDeleted: deleted,
      ancestry: pid === 1 ? [] : [{ pid: parent, comm: 'x' }],
    }),
  );

const holders = fc.uniqueArray(holder, { maxLength: 4, selector: ({ pid }) => pid });

const place = fc.record({
  kind: fc.constantFrom('tcp', 'udp', 'sctp'),
  port: fc.oneof(fc.constantFrom(22, 53, 80, 5353, 40_000, 51_820), fc.integer({ min: 0, max: 65_535 })),
  address: fc.constantFrom('0.0.0.0', '::', '127.0.0.1', '10.0.0.1', '203.0.113.7', 'fe80::1', '224.0.0.251'),
  protocol: fc.constantFrom(null, 136, 262),
  exposure: fc.constantFrom('public', 'private', 'loopback', 'container'),
  kernel: fc.oneof(
    { weight: 8, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.record({ what: fc.option(name) }) },
  ),
  unit: fc.option(
    fc
      .record({ unit: name, socket: fc.option(name) })
      .map(({ unit, socket }) => service(unit, { socketUnit: socket })),
  ),
  container: fc.option(
    fc.tuple(fc.option(name), fc.option(name)).map(([own, image]) => container(own, image)),
  ),
  netns: fc.constantFrom(
    { inode: 1, name: null, own: true },
    { inode: 2, name: 'blue', own: false },
    { inode: 3, name: null, own: false },
  ),
});

const bare: fc.Arbitrary<Listener> = fc
  .record({ kind: fc.constantFrom('raw', 'packet'), by: holders })
  .map(({ kind, by }) => tcp(null, { kind, address: '*', by }));

/** Any listener that the inspection could hand over, and many that it could not. */
export const anyListener: fc.Arbitrary<Listener> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(place, holders, fc.nat(3)).map(([given, by, outsiders]) =>
      tcp(given.port, {
        ...given,
        by,
        ownersComplete: by.length > 0,
        group: {
          workers: by.length,
          reuseport: 2,
          outsiders: by.slice(0, outsiders).map(({ pid }) => pid),
          inodes: [1],
        },
      }),
    ),
  },
  { weight: 1, arbitrary: bare },
);

export const machine = (
  listeners: readonly Listener[],
  given: Partial<Inspection['visibility']> = {},
): Inspection => ({
  listeners,
  host: { ephemeral: linuxEphemeral, reserved: [], unprivilegedFrom: 1024 },
  visibility: {
    complete: true,
    privileged: true,
    method: 'walk',
    processes: { seen: 100, hidden: 0 },
    namespaces: { seen: 1, hidden: 0 },
    notes: [],
    ...given,
  },
});

export const anyMachine: fc.Arbitrary<Inspection> = fc
  .array(anyListener, { maxLength: 12 })
  .map((listeners) => machine(listeners));

import { transports } from '../../core/transport.ts';
import type { Visibility } from '../../core/visibility.ts';
import type { PortInspection } from '../../inspect/index.ts';
import type {
  Ancestor,
  Container,
  HostPorts,
  Inspection,
  Listener,
  ListenerGroup,
  NetworkNamespace,
  OwningPackage,
  Owner,
  Publication,
  Unit,
} from '../../inspect/listener.ts';
import { isClosedReason } from './closed-shape.ts';
import {
  anyOf,
  type Check,
  either,
  listOf,
  nothing,
  orAbsent,
  orNull,
  record,
  text,
  truth,
  whole,
} from './shape.ts';

/*
 * What a look at the machine is, field by field: the types of inspect/listener.ts once more, as checks. A field that is
 * added there and not here does not compile.
 */
const isText = text(1 << 20);
const isPort = whole(0, 0xffff);
const isCount = whole();
const isSigned = whole(Number.MIN_SAFE_INTEGER);

const isNamespace: Check<NetworkNamespace> = record<NetworkNamespace>({
  inode: isCount,
  name: orNull(isText),
  own: truth,
});

const isPackage: Check<OwningPackage> = record<OwningPackage>({
  name: isText,
  version: orNull(isText),
  manager: anyOf('dpkg', 'rpm'),
});

const isOwner: Check<Owner> = record<Owner>({
  pid: isCount,
  fd: isSigned,
  comm: isText,
  exe: orNull(isText),
  program: orAbsent(isText),
  exeDeleted: orNull(truth),
  cmdline: orNull(listOf(isText)),
  cwd: orNull(isText),
  startedAt: orNull(isText),
  uid: orNull(isCount),
  user: orNull(isText),
  tty: orNull(isText),
  ancestry: listOf(record<Ancestor>({ pid: isCount, comm: isText })),
  package: orAbsent(orNull(isPackage)),
  runs: orAbsent(orNull(isText)),
  interpreter: orAbsent(isText),
  runsFile: orAbsent(orNull(isText)),
  runsPackage: orAbsent(orNull(isPackage)),
  titled: orAbsent(truth),
  cwdDeleted: orAbsent(truth),
  startTicks: orAbsent(isCount),
  cgroupPath: orAbsent(orNull(isText)),
  loginUid: orAbsent(orNull(isCount)),
  gitProject: orAbsent(orNull(isText)),
  sandbox: orAbsent(orNull(isText)),
  exeFacts: orAbsent(
    orNull(
      record<NonNullable<NonNullable<Owner['exeFacts']>>>({
        ownerUid: isCount,
        mode: isCount,
        inWorldWritableFolder: truth,
      }),
    ),
  ),
});

const isUnit: Check<Unit> = record<Unit>({
  name: isText,
  type: anyOf('service', 'socket', 'scope', 'slice', 'timer', 'mount', 'swap'),
  socketUnit: orNull(isText),
  source: anyOf('cgroup', 'systemd', 'scm'),
  description: orAbsent(orNull(isText)),
  sleeping: orAbsent(truth),
  activates: orAbsent(orNull(isText)),
  restarts: orAbsent(orNull(truth)),
  userManager: orAbsent(isCount),
});

const isContainer: Check<Container> = record<Container>({
  id: isText,
  name: orNull(isText),
  image: orNull(isText),
  runtime: anyOf('docker', 'podman', 'containerd', 'cri-o', 'lxc', 'nspawn', 'unknown'),
  compose: orAbsent(orNull(record<NonNullable<Container['compose']>>({ project: isText, service: isText }))),
});

const isPublication: Check<Publication> = record<Publication>({
  transport: anyOf(...transports),
  hostAddress: isText,
  hostPort: isPort,
  through: orAbsent(isPort),
  targetAddress: orNull(isText),
  targetPort: orNull(isPort),
  targetThrough: orAbsent(isPort),
  condition: orAbsent(isText),
  by: anyOf('nftables', 'iptables', 'docker', 'podman'),
  container: orNull(isContainer),
});

const isListener: Check<Listener> = record<Listener>({
  kind: anyOf(...transports, 'raw', 'packet'),
  port: orNull(isPort),
  protocol: orNull(isCount),
  family: either(nothing, either(literal(4), literal(6))),
  address: isText,
  dualStack: orNull(truth),
  device: orNull(isText),
  uid: isCount,
  inode: isCount,
  // A bigint, which JSON does not have; nobody asks for it beyond this point.
  cgroupId: nothing,
  backlog: orNull(record<NonNullable<Listener['backlog']>>({ current: isCount, max: isCount })),
  drops: orNull(isCount),
  peer: orNull(record<NonNullable<Listener['peer']>>({ address: isText, port: isPort })),
  netns: isNamespace,
  user: orNull(isText),
  exposure: anyOf('loopback', 'link-local', 'private', 'public', 'container'),
  published: listOf(isPublication),
  owners: listOf(isOwner),
  ownersComplete: truth,
  kernel: orNull(record<NonNullable<Listener['kernel']>>({ what: orNull(isText) })),
  unit: orNull(isUnit),
  container: orNull(isContainer),
  forwarder: orAbsent(
    orNull(
      record<NonNullable<Listener['forwarder']>>({ program: isText, engine: anyOf('docker', 'podman') }),
    ),
  ),
  group: record<ListenerGroup>({
    workers: isCount,
    reuseport: isCount,
    outsiders: listOf(isCount),
    inodes: listOf(isCount),
  }),
});

function literal<const T extends number>(expected: T): Check<T> {
  return (value): value is T => value === expected;
}

const isSpan = record<{ readonly from: number; readonly to: number }>({ from: isPort, to: isPort });

const isHost: Check<HostPorts> = record<HostPorts>({
  ephemeral: orNull(isSpan),
  reserved: orNull(listOf(isSpan)),
  unprivilegedFrom: orNull(whole(0, 65_536)),
});

const isSeen = record<Visibility['processes']>({ seen: orNull(isCount), hidden: orNull(isCount) });

const isVisibility: Check<Visibility> = record<Visibility>({
  complete: truth,
  privileged: truth,
  method: anyOf('bpf', 'cgroup', 'walk', 'none'),
  processes: isSeen,
  namespaces: isSeen,
  notes: listOf(isText),
});

const inspection = { listeners: listOf(isListener), host: isHost, visibility: isVisibility };

export const isInspection: Check<Inspection> = record<Inspection>(inspection);

export const isPortInspection: Check<PortInspection> = record<PortInspection>({
  ...inspection,
  notFree: listOf(isClosedReason({ isPublication, isUnit, isNamespace })),
  listingComplete: truth,
});

import type { Container, Listener, Owner, Unit } from '../inspect/listener.ts';

/** What `reeve free`, and the pages, would do about one listener; pure, so that every case can be a test. */
export type FreePlan =
  /** Ends these processes, the eldest first; `supervisor` would start them again. */
  | { readonly kind: 'end'; readonly processes: readonly Owner[]; readonly supervisor: Supervisor | null }
  /** Must not or cannot be ended by a signal; `instead` is what a person can do. */
  | {
      readonly kind: 'refuse';
      readonly why: string;
      readonly instead: string | null;
      /** For want of permission: with more it might be done. */
      readonly hidden?: true;
    };

/** Who would restart the process, and the command that stops it for good. */
interface Supervisor {
  readonly name: string;
  readonly stop: string;
}

export interface Surroundings {
  /** Pids of this process and its ancestors. */
  readonly self: ReadonlySet<number>;
  /** Root: what is hidden now stays hidden. */
  readonly privileged?: boolean;
  /** Whether the descriptors of a process could be looked at. */
  readonly isReadable: (pid: number) => boolean;
}

/** Programs that hold a port on behalf of a container: ending them only breaks the engine's bookkeeping. */
const forwarders = new Set([
  'docker-proxy',
  'rootlessport',
  'slirp4netns',
  'pasta',
  'pasta.avx2',
  'conmon',
  'com.docker.backend',
]);
const engines = new Set(['dockerd', 'containerd', 'podman', 'crio']);

export function planToFree(
  listener: Listener,
  { self, privileged = false, isReadable }: Surroundings,
): FreePlan {
  const { owners, kernel, container, unit } = listener;
  if (kernel !== null) {
    return refuse(
      `the kernel itself holds it${kernel.what === null ? '' : ` (${kernel.what})`}`,
      'Stop the service that set it up',
    );
  }
  if (owners.length === 0) {
    return refuse(
      `its holder is hidden (user ${listener.user ?? listener.uid}${unit === null ? '' : `, ${unit.name}`})`,
      unitStop(unit) ?? (privileged ? 'Its process cannot be read even as root' : 'Run it with sudo'),
    );
  }
  const forwarder = owners.find((owner) => forwarders.has(nameOf(owner)) || engines.has(nameOf(owner)));
  if (forwarder !== undefined)
    return refuseForwarder(nameOf(forwarder), container ?? publishedContainer(listener), listener);
  if (owners.some(({ pid }) => pid === 1)) {
    const socket = unit?.socketUnit ?? (unit?.type === 'socket' ? unit.name : null);
    return refuse(
      'PID 1 holds it, which starts the service when a connection comes',
      socket === null ? 'Stop the socket unit: systemctl list-sockets' : `systemctl stop ${socket}`,
    );
  }
  if (owners.some(({ pid }) => self.has(pid))) {
    return refuse('it is held by reeve itself or by a process that reeve was started from', null);
  }
  const master = hiddenMaster(listener, isReadable);
  if (master !== null) {
    return {
      ...refuse(
        `${master}, which started these, is the same program; it may hold the port as well and is hidden`,
        'Run it with sudo',
      ),
      hidden: true,
    };
  }
  return { kind: 'end', processes: eldestFirst(owners), supervisor: supervisorOf(unit, container) };
}

const refuse = (why: string, instead: string | null) => ({ kind: 'refuse', why, instead }) as const;

/**
 * A parent of the holders that runs under the same name and could not be read: workers of a master of another user.
 * To end the workers would only have them started again.
 */
function hiddenMaster(
  { owners, ownersComplete }: Listener,
  isReadable: (pid: number) => boolean,
): string | null {
  if (ownersComplete) return null;
  const pids = new Set(owners.map(({ pid }) => pid));
  for (const { comm, ancestry } of owners) {
    const [parent] = ancestry;
    if (parent === undefined || parent.comm !== comm || pids.has(parent.pid)) continue;
    if (!isReadable(parent.pid)) return `${comm} (${parent.pid})`;
  }
  return null;
}

const nameOf = ({ exe, comm }: Owner): string => exe?.split('/').at(-1) ?? comm;

const publishedContainer = ({ published }: Listener): Container | null =>
  published.find((one) => one.container !== null)?.container ?? null;

function refuseForwarder(name: string, container: Container | null, { published }: Listener): FreePlan {
  if (container === null) {
    const { targetAddress = null, targetPort = null } = published[0] ?? {};
    const target =
      targetAddress === null ? '' : ` at ${targetAddress}${targetPort === null ? '' : `:${targetPort}`}`;
    return refuse(
      `${name} only forwards to a container${target} that could not be named`,
      'docker ps, then docker stop NAME',
    );
  }
  const tool = container.runtime === 'podman' ? 'podman' : 'docker';
  const label = container.name ?? container.id.slice(0, 12);
  return refuse(`${name} only forwards to the container ${label}`, `${tool} stop ${label}`);
}

const unitStop = (unit: Unit | null): string | null =>
  unit === null || (unit.type !== 'service' && unit.type !== 'socket') ? null : stopCommand(unit);

const stopCommand = ({ name, source, userManager }: Unit): string => {
  if (source === 'scm') return `sc stop ${name}`;
  return `systemctl ${userManager === undefined ? '' : '--user '}stop ${name}`;
};

function supervisorOf(unit: Unit | null, container: Container | null): Supervisor | null {
  if (container !== null) {
    const label = container.name ?? container.id.slice(0, 12);
    return {
      name: `container ${label}`,
      stop: `${container.runtime === 'podman' ? 'podman' : 'docker'} stop ${label}`,
    };
  }
  const stop = unitStop(unit);
  // systemd may not have been asked: a service unit is taken to restart unless it is known not to.
  if (unit === null || stop === null || unit.restarts === false) return null;
  return {
    name: unit.name,
    stop: unit.socketUnit === null ? stop : `systemctl stop ${unit.socketUnit} ${unit.name}`,
  };
}

/** A master before its workers: an ancestor that is ended takes its children along in its own way. */
function eldestFirst(owners: readonly Owner[]): readonly Owner[] {
  const distinct = [...new Map(owners.map((owner) => [owner.pid, owner])).values()];
  const depth = ({ ancestry }: Owner): number =>
    ancestry.filter(({ pid }) => distinct.some((owner) => owner.pid === pid)).length;
  return distinct.toSorted((a, b) => depth(a) - depth(b) || a.pid - b.pid);
}

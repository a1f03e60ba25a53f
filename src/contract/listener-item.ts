import { redactCommand } from '../core/redact.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Listener, Owner, Publication, Unit } from '../inspect/listener.ts';
import type { Assignment } from '../registry/record.ts';
import type { ListenerItem } from './listeners.ts';

/** A listener with what the registry says of its port and whether it should be so. */
export interface AssessedListener {
  readonly listener: Listener;
  readonly assignments: readonly Assignment[];
  readonly verdict: Verdict;
}

export interface ItemOptions {
  /** Show values in command lines that look like secrets. */
  readonly unredacted: boolean;
}

type OwnerItem = ListenerItem['owners'][number];

/** The contract's form of a listener. Only known fields cross: what rooms add inside stays inside. */
export function listenerItem(
  { listener, assignments, verdict }: AssessedListener,
  options: ItemOptions,
): ListenerItem {
  const { kind, port, protocol, family, address, dualStack, device, uid, inode } = listener;
  const { netns, user, exposure, backlog, drops, peer, ownersComplete, kernel, group } = listener;
  return {
    transport: kind,
    port,
    protocol,
    family,
    address,
    dualStack,
    device,
    netns: { inode: netns.inode, name: netns.name, own: netns.own },
    uid: known(uid),
    user,
    inode,
    exposure,
    published: listener.published.map(publicationItem),
    backlog: backlog && { current: backlog.current, max: backlog.max },
    drops,
    peer: peer && { address: peer.address, port: peer.port },
    owners: listener.owners.map((owner) => ownerItem(owner, options)),
    ownersComplete,
    kernel: kernel && { what: kernel.what },
    unit: listener.unit && unitItem(listener.unit),
    container: listener.container && containerItem(listener.container),
    group: { ...group, outsiders: [...group.outsiders], inodes: [...group.inodes] },
    assignment: assignments[0] === undefined ? null : assignmentItem(assignments[0]),
    verdict: verdictItem(verdict),
  };
}

function ownerItem(owner: Owner, { unredacted }: ItemOptions): OwnerItem {
  const { pid, fd, comm, exe, exeDeleted, cmdline, cwd, startedAt, uid, user, tty } = owner;
  return {
    pid,
    fd: known(fd),
    comm,
    ...present('program', owner.program),
    exe,
    exeDeleted,
    cmdline: cmdline && [...(unredacted ? cmdline : redactCommand(cmdline))],
    cwd,
    startedAt,
    uid,
    user,
    tty,
    ...present('package', owner.package),
    ...present('runs', owner.runs),
    ...present('gitProject', owner.gitProject),
    ...present('sandbox', owner.sandbox),
    ancestry: owner.ancestry.map(({ pid: ancestor, comm: name }) => ({ pid: ancestor, comm: name })),
  };
}

/** macOS and Windows do not tell every number; the adapters write -1 for those. */
const known = (number: number): number | null => (number < 0 ? null : number);

/** An optional field only where it is known to be something or nothing. */
const present = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };

const containerItem = ({ id, name, image, runtime, compose }: NonNullable<Listener['container']>) => ({
  id,
  name,
  image,
  runtime,
  compose: compose == null ? null : { project: compose.project, service: compose.service },
});

export const publicationItem = (publication: Publication) => ({
  transport: publication.transport,
  hostAddress: publication.hostAddress,
  hostPort: publication.hostPort,
  targetAddress: publication.targetAddress,
  targetPort: publication.targetPort,
  by: publication.by,
  container: publication.container && containerItem(publication.container),
});

export const unitItem = (unit: Unit) => ({
  name: unit.name,
  type: unit.type,
  socketUnit: unit.socketUnit,
  source: unit.source,
  ...present('description', unit.description),
  ...present('sleeping', unit.sleeping),
  ...present('activates', unit.activates),
  ...present('restarts', unit.restarts),
});

export const assignmentItem = (assignment: Assignment) => ({
  ...assignment,
  ports: { from: assignment.ports.from, to: assignment.ports.to },
  references: [...assignment.references],
  source: { name: assignment.source.name, date: assignment.source.date },
});

export const verdictItem = ({ level, because }: Verdict) => ({
  level,
  because: because.map((reason) => ({ ...reason, evidence: { ...reason.evidence } })),
});

import { scopeOf } from '../core/address.ts';
import { inSpan, type Span } from '../core/range.ts';
import { cut, harmless } from '../core/text.ts';
import type { Exposure, Listener, Owner } from '../inspect/listener.ts';
import type { Assignment } from '../registry/record.ts';
import { type Account, accountFor } from './account.ts';
import { identify, isForwarder } from './identify.ts';
import { interprets } from './interpreter.ts';
import { mainOwner, oneOfEach } from './owners.ts';
import { baseName } from './place.ts';
import { isCustomary, type Program, programOfComm } from './programs/index.ts';

/** What is known beside the listener itself. */
export interface AssessContext {
  /** What the registry says of this port on this transport; empty where it says nothing. */
  readonly assignments: readonly Assignment[];
  /** `ip_local_port_range`; null where it could not be read. */
  readonly ephemeral: Span | null;
  /** The look was made as root; false unless told. */
  readonly privileged?: boolean;
  /** Processes that are Portreeve's own agent, as who asks has proved: by being it, or by the lock that it holds. */
  readonly own?: ReadonlySet<number>;
}

/** A listener prepared for the rules: everything that several of them ask is answered once. */
export interface Subject {
  readonly listener: Listener;
  /** The holder it is judged by; null where none could be seen, or the kernel holds it. */
  readonly owner: Owner | null;
  /** One of each kind of holder: workers of one program are one. */
  readonly holders: readonly Owner[];
  readonly program: Program | null;
  /** True where the program was told by what an interpreter runs, which a name in a path may mimic. */
  readonly byScript: boolean;
  /** The holder hands traffic on to a container. */
  readonly forwards: boolean;
  readonly account: Account | null;
  /** How sentences call the holder. */
  readonly label: string;
  /** How sentences call the place: `22/tcp`. */
  readonly where: string;
  /** From where it can be reached, publication by NAT counted in. */
  readonly reach: Exposure;
  /** Reachable from other machines. */
  readonly exposed: boolean;
  readonly assigned: readonly Assignment[];
  /** The layer of the registry that spoke, such as `IANA registry`; null where none did. */
  readonly source: string | null;
  readonly privileged: boolean;
  /** Its port, and the port it has inside where it is published from a container. */
  readonly ports: readonly number[];
  /** One of `ports` is customary for its program. */
  readonly customary: boolean;
  /** A UDP socket for answers to its own questions rather than a service. */
  readonly client: boolean;
  /** Nobody but Portreeve's own agent holds it. */
  readonly own: boolean;
}

/** Ports of machines where the ephemeral range could not be read: the default of Linux (ip-sysctl). */
export const usualEphemeral: Span = { from: 32_768, to: 60_999 };

export function subjectOf(listener: Listener, context: AssessContext): Subject {
  const owner = listener.kernel === null ? mainOwner(listener.owners) : null;
  const forwards = isForwarder(listener, owner);
  const { program, byScript } = identify(listener, owner, forwards);
  const ports = portsOf(listener, forwards);
  const customary = program !== null && ports.some((port) => isCustomary(program, listener.kind, port));
  const reach = reachOf(listener);
  return {
    listener,
    owner,
    holders: listener.kernel === null ? oneOfEach(listener.owners) : [],
    program,
    byScript,
    forwards,
    account: owner === null ? null : accountFor({ listener, owner, program, forwards }),
    label: labelOf(listener, owner, program, forwards),
    where: listener.port === null ? `a ${listener.kind} socket` : `${listener.port}/${listener.kind}`,
    reach,
    exposed: reach !== 'loopback' && reach !== 'container' && listener.peer === null,
    source: context.assignments[0]?.source.name ?? null,
    privileged: context.privileged ?? false,
    assigned: context.assignments.filter(({ status }) => status === 'assigned'),
    ports,
    customary,
    client: !customary && isClient(listener, program, context),
    own: isOwn(listener, context),
  };
}

function portsOf({ port, published }: Listener, forwards: boolean): readonly number[] {
  if (port === null) return [];
  const inside = forwards
    ? published.filter(({ hostPort }) => hostPort === port).map(({ targetPort }) => targetPort)
    : [];
  return [...new Set([port, ...inside.filter((target) => target !== null)])];
}

const widths: readonly Exposure[] = ['container', 'loopback', 'link-local', 'private', 'public'];

/** NAT may lead further in than the socket's own address says: the widest way counts. */
function reachOf({ exposure, published }: Listener): Exposure {
  const ways = published.map(({ hostAddress }) => {
    const scope = scopeOf(hostAddress);
    return scope === null || scope === 'wildcard' ? 'private' : scope;
  });
  return [exposure, ...ways].reduce((widest, way) =>
    widths.indexOf(way) > widths.indexOf(widest) ? way : widest,
  );
}

function isClient(
  { kind, port, peer, kernel }: Listener,
  program: Program | null,
  { ephemeral }: AssessContext,
): boolean {
  if (kind !== 'udp' || port === null || kernel !== null) return false;
  if (peer !== null || inSpan(port, ephemeral ?? usualEphemeral)) return true;
  return port >= 1024 && program?.roams === true;
}

const isOwn = ({ owners, kernel }: Listener, { own }: AssessContext): boolean =>
  own !== undefined && kernel === null && owners.length > 0 && owners.every(({ pid }) => own.has(pid));

/** The name people know: Debian's redis-server is the file redis-check-rdb, and systemd listens for others. */
function fileLabel({ exe, comm, pid }: Owner, program: Program | null): string {
  if (pid === 1 && program !== null) return program.name;
  return program !== null && programOfComm(comm) === program ? comm : baseName(exe ?? comm);
}

const tidy = (text: string): string => harmless(cut(text, 80));

function labelOf(
  listener: Listener,
  owner: Owner | null,
  program: Program | null,
  forwards: boolean,
): string {
  if (owner === null) return tidy(listener.unit?.name ?? program?.name ?? 'an unseen program');
  const file = fileLabel(owner, program);
  if (forwards) {
    const served = listener.container?.name ?? listener.container?.image ?? null;
    return served === null
      ? `${tidy(file)}, for a container that could not be named`
      : `the container ${tidy(served)}`;
  }
  if (!interprets(owner) || !owner.runs) return tidy(file);
  const [script = '', ...application] = owner.runs.split(' ');
  return `${tidy([baseName(script), ...application].join(' '))} (${tidy(file)})`;
}

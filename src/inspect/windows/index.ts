import { networkInterfaces } from 'node:os';
import { faultNote } from '../asked/faults.ts';
import { socketIdentity } from '../asked/identity.ts';
import { listenersOf, type NamedSocket } from '../asked/listeners.ts';
import type { PlatformInspection, PlatformOptions } from '../asked/options.ts';
import { reachOf } from '../asked/reach.ts';
import { type AskProgram, askProgram } from '../linux/program.ts';
import type { HostPorts } from '../listener.ts';
import { type HeardFacts, hearFacts } from './facts.ts';
import type { WindowsSocket } from './json.ts';
import { mergeSpans, parseDynamic, parseExcluded } from './netsh.ts';
import { type Holders, holdersFrom, systemPid } from './owners.ts';
import { askDynamic, askExcluded } from './programs.ts';

type Kind = 'tcp' | 'udp';

/**
 * Looks at Windows by its own programs: PowerShell in one call, else netstat and tasklist; netsh tells of excluded
 * and dynamic ports. Never throws: what a program does not say is in `visibility.notes`.
 */
export async function inspectWindows(options: PlatformOptions): Promise<PlatformInspection> {
  const { port, kinds, ask = askProgram, interfaces = networkInterfaces() } = options;
  const asked = (['tcp', 'udp'] as const).filter((kind) => kinds.includes(kind));
  const [heard, ports] = await Promise.all([hearFacts(ask, port ?? null), hearPorts(ask, asked)]);
  const { facts } = heard;
  const privileged = options.privileged ?? facts.elevated ?? false;
  const wanted = facts.sockets.filter(
    ({ kind, local }) => kinds.includes(kind) && (port === undefined || local.port === port),
  );
  const holders = holdersFrom(facts);
  const sockets = wanted.map((socket) => named(socket, holders));
  const listed = heard.by !== null && facts.skipped === 0;
  return {
    listeners: listenersOf(sockets, reachOf(interfaces)),
    host: ports.host,
    visibility: {
      complete: listed && privileged && sockets.every(({ ownersComplete }) => ownersComplete),
      privileged,
      method: heard.by === null ? 'none' : 'walk',
      processes: { seen: facts.processes.length === 0 ? null : facts.processes.length, hidden: null },
      namespaces: { seen: 1, hidden: 0 },
      notes: [...notesOf(heard, options, privileged, sockets), ...heard.notes, ...ports.notes],
    },
    listingComplete: listed,
  };
}

interface HeardPorts {
  readonly host: HostPorts;
  readonly notes: readonly string[];
}

/** Any user may bind any port of Windows that is not excluded, hence 0. */
async function hearPorts(ask: AskProgram, kinds: readonly Kind[]): Promise<HeardPorts> {
  const [dynamic, excluded] = await Promise.all([
    askDynamic(ask, kinds[0] ?? 'tcp'),
    Promise.all(kinds.map((kind) => askExcluded(ask, kind))),
  ]);
  const lists = excluded.map((answer) => (answer.ok ? parseExcluded(answer.stdout) : null));
  const ephemeral = dynamic.ok ? parseDynamic(dynamic.stdout) : null;
  const notes: string[] = [];
  const fault = excluded.find((answer) => !answer.ok);
  if (fault?.ok === false) notes.push(faultNote('netsh', fault, 'excluded port ranges are unknown'));
  else if (lists.includes(null))
    notes.push('The output of netsh could not be read: excluded port ranges are unknown.');
  if (!dynamic.ok) notes.push(faultNote('netsh', dynamic, 'the dynamic port range is unknown'));
  else if (ephemeral === null)
    notes.push('The output of netsh could not be read: the dynamic port range is unknown.');
  return { host: { ephemeral, reserved: mergeSpans(lists), unprivilegedFrom: 0 }, notes };
}

function* notesOf(
  { by }: HeardFacts,
  { kinds }: PlatformOptions,
  privileged: boolean,
  sockets: readonly NamedSocket[],
): Generator<string> {
  if (by !== null) yield `Owners are as ${by} ${by === 'PowerShell' ? 'names' : 'name'} them.`;
  if (!privileged) yield 'Not run as administrator: paths and command lines of other users are hidden.';
  const nameless = sockets.filter(({ ownersComplete }) => !ownersComplete).length;
  if (nameless > 0) {
    yield `${nameless} ${nameless === 1 ? 'socket belongs' : 'sockets belong'} to a process that could not be found: it may have ended and left the socket to a child.`;
  }
  const unlisted = kinds.filter((kind) => kind === 'raw' || kind === 'packet');
  if (unlisted.length > 0) yield `Sockets of the kind ${unlisted.join(' and ')} are not listed on Windows.`;
}

function named({ kind, local, pid, madeAt }: WindowsSocket, { ownerOf, unitOf }: Holders): NamedSocket {
  const { owner, known } = ownerOf(pid);
  const family = local.family ?? 4;
  const address = local.address ?? '0.0.0.0';
  const system = pid === systemPid;
  return {
    kind,
    family,
    address,
    port: local.port ?? 0,
    // IPV6_V6ONLY is not shown; a dual-stack socket is listed once for each family.
    dualStack: family === 6 && address === '::' ? null : false,
    device: local.zone,
    peer: null,
    identity: socketIdentity(owner.startedAt ?? madeAt, [kind, family, address, local.port, pid, madeAt]),
    owners: system ? [] : [owner],
    ownersComplete: system || known,
    kernel: system ? { what: 'System (pid 4): a driver such as HTTP.sys, SMB or NetBIOS' } : null,
    unit: system ? null : unitOf(pid),
  };
}

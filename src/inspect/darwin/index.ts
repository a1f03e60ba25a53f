import { networkInterfaces } from 'node:os';
import { faultNote, skippedNote } from '../asked/faults.ts';
import { socketIdentity } from '../asked/identity.ts';
import { listenersOf, type NamedSocket } from '../asked/listeners.ts';
import type { PlatformInspection, PlatformOptions } from '../asked/options.ts';
import { reachOf } from '../asked/reach.ts';
import { askProgram, type ProgramAnswer } from '../linux/program.ts';
import { type LsofSocket, parseFolders, parseLsof } from './lsof.ts';
import { type NetstatRow, parseNetstat } from './netstat.ts';
import { ownerOf, type ProcessTables } from './owners.ts';
import { askArguments, askFolders, askLsof, askNetstat, askProcesses, askRanges } from './programs.ts';
import { parseArguments, parseProcesses } from './ps.ts';
import { parseRange } from './ranges.ts';
import { type DarwinSocket, joinSockets } from './sockets.ts';

type Kind = 'tcp' | 'udp';

/** Everything that was said, and what was not. */
interface Heard {
  readonly rows: readonly NetstatRow[];
  readonly opened: readonly LsofSocket[];
  readonly notes: readonly string[];
  readonly listed: boolean;
  readonly ownersSeen: boolean;
}

/**
 * Looks at a Mac by its own programs: netstat lists the sockets, lsof their holders, ps and lsof tell of the
 * processes, sysctl of the port range. Never throws: what a program does not say is in `visibility.notes`.
 */
export async function inspectDarwin(options: PlatformOptions): Promise<PlatformInspection> {
  const { port, kinds, ask = askProgram, interfaces = networkInterfaces() } = options;
  const privileged = options.privileged ?? process.getuid?.() === 0;
  const asked = (['tcp', 'udp'] as const).filter((kind) => kinds.includes(kind));
  const [netstat, lsof, ps, args, ranges] = await Promise.all([
    Promise.all(asked.map((kind) => askNetstat(ask, kind))),
    asked.length === 0 ? null : askLsof(ask, asked, port),
    askProcesses(ask),
    askArguments(ask),
    askRanges(ask),
  ]);
  const heard = hear(asked, netstat, lsof);
  const own = Object.values(interfaces).flatMap((list) => list?.map(({ address }) => address) ?? []);
  const sockets = joinSockets(heard.rows, heard.opened, own).filter(
    (socket) => (port === undefined || socket.port === port) && (options.connected || socket.peer === null),
  );
  const pids = [...new Set(sockets.flatMap(({ holders }) => holders.map(({ pid }) => pid)))];
  const folders = pids.length === 0 ? null : await askFolders(ask, pids);
  const tables = tablesOf(ps, args, folders);
  const complete = privileged && heard.ownersSeen;
  const notes = [
    ...notesOf(options, privileged),
    ...heard.notes,
    ...processNotes(ps, args, folders, ranges, tables),
  ];
  return {
    listeners: listenersOf(
      sockets.map((socket) => named(socket, tables, complete)),
      reachOf(interfaces),
    ),
    host: { ephemeral: ranges.ok ? parseRange(ranges.stdout) : null, reserved: null, unprivilegedFrom: null },
    visibility: {
      complete: complete && heard.listed && tables.processes.size > 0,
      privileged,
      method: pids.length > 0 || heard.ownersSeen ? 'walk' : 'none',
      processes: {
        seen: tables.processes.size === 0 ? null : tables.processes.size,
        hidden: complete ? 0 : null,
      },
      namespaces: { seen: 1, hidden: 0 },
      notes,
    },
    listingComplete: heard.listed,
  };
}

function hear(kinds: readonly Kind[], netstat: readonly ProgramAnswer[], lsof: ProgramAnswer | null): Heard {
  const notes: string[] = [];
  const rows: NetstatRow[] = [];
  let listed = true;
  for (const [at, kind] of kinds.entries()) {
    const heard = hearNetstat(kind, netstat[at]);
    rows.push(...heard.rows);
    notes.push(...heard.notes);
    listed &&= heard.notes.length === 0;
  }
  if (lsof === null) return { rows, opened: [], notes, listed, ownersSeen: true };
  if (!lsof.ok) {
    notes.push(faultNote('lsof', lsof, 'of each socket only the process that netstat names is known'));
    return { rows, opened: [], notes, listed, ownersSeen: false };
  }
  const { sockets, skipped } = parseLsof(lsof.stdout);
  if (skipped > 0) notes.push(skippedNote('lsof', skipped));
  return { rows, opened: sockets, notes, listed, ownersSeen: skipped === 0 };
}

function hearNetstat(kind: Kind, answer: ProgramAnswer | undefined): Pick<Heard, 'rows' | 'notes'> {
  const follows = `${kind.toUpperCase()} sockets are those that lsof may see, so some may be missing`;
  if (answer === undefined || !answer.ok) {
    return { rows: [], notes: answer === undefined ? [] : [faultNote('netstat', answer, follows)] };
  }
  const { rows, skipped, recognised } = parseNetstat(answer.stdout);
  if (!recognised)
    return { rows, notes: [`The output of netstat has no heading that is known: ${follows}.`] };
  return { rows, notes: skipped > 0 ? [skippedNote('netstat', skipped)] : [] };
}

const parsed = <T>(answer: ProgramAnswer | null, parse: (text: string) => T): T =>
  parse(answer?.ok === true ? answer.stdout : '');

const tablesOf = (ps: ProgramAnswer, args: ProgramAnswer, folders: ProgramAnswer | null): ProcessTables => ({
  processes: parsed(ps, parseProcesses),
  args: parsed(args, parseArguments),
  folders: parsed(folders, parseFolders),
});

function notesOf({ kinds }: PlatformOptions, privileged: boolean): readonly string[] {
  const notes = ['Owners are as lsof and netstat name them.'];
  if (!privileged)
    notes.push('Not run as root: lsof shows only the holders of this user, netstat one process a socket.');
  const unlisted = kinds.filter((kind) => kind === 'raw' || kind === 'packet');
  if (unlisted.length > 0)
    notes.push(`Sockets of the kind ${unlisted.join(' and ')} are not listed on macOS.`);
  return notes;
}

function* processNotes(
  ps: ProgramAnswer,
  args: ProgramAnswer,
  folders: ProgramAnswer | null,
  ranges: ProgramAnswer,
  { processes }: ProcessTables,
): Generator<string> {
  if (!ps.ok) yield faultNote('ps', ps, 'users, start times, executables and ancestry are unknown');
  else if (processes.size === 0)
    yield 'The output of ps could not be read: users, executables and ancestry are unknown.';
  if (!args.ok) yield faultNote('ps', args, 'command lines are unknown');
  if (folders?.ok === false) yield faultNote('lsof', folders, 'working directories are unknown');
  if (!ranges.ok) yield faultNote('sysctl', ranges, 'the ephemeral range is unknown');
}

function named(socket: DarwinSocket, tables: ProcessTables, ownersComplete: boolean): NamedSocket {
  const { holders, generation, ...plain } = socket;
  const owners = holders.map((holder) => ownerOf(holder, tables));
  const started = owners.map(({ startedAt }) => startedAt).find((at) => at !== null) ?? null;
  const place = [plain.kind, plain.family, plain.address, plain.port, plain.peer?.port ?? null];
  const holding = holders.map(({ pid, fd }) => `${pid}:${fd}`);
  const identity = generation ?? socketIdentity(started, [...place, ...holding]);
  return { ...plain, identity, owners, ownersComplete, kernel: null, unit: null };
}

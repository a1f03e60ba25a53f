import type { Place } from '../asked/place.ts';
import type { LsofSocket } from './lsof.ts';
import type { NetstatRow } from './netstat.ts';

/** A process that has a socket open; the descriptor is null where only netstat named it. */
export interface Holder {
  readonly pid: number;
  readonly fd: number | null;
  /** What the program that named it calls it; null where it gave no name. */
  readonly name: string | null;
}

/** A listening or bound socket with its holders, however it became known. */
export interface DarwinSocket {
  readonly kind: 'tcp' | 'udp';
  readonly family: 4 | 6;
  readonly address: string;
  readonly port: number;
  readonly dualStack: boolean | null;
  readonly device: string | null;
  readonly peer: { readonly address: string; readonly port: number } | null;
  readonly generation: number | null;
  readonly holders: readonly Holder[];
}

type Plain = Omit<DarwinSocket, 'holders'>;

/** A socket of lsof and all who hold it. */
type OpenedSet = LsofSocket[];

/**
 * Joins the two lists: netstat has every socket, lsof everybody who holds one (of those it may look at).
 * @param ownAddresses the addresses of this machine, to complete those that netstat cuts
 */
export function joinSockets(
  rows: readonly NetstatRow[],
  opened: readonly LsofSocket[],
  ownAddresses: readonly string[] = [],
): readonly DarwinSocket[] {
  const sets = setsByKey(opened);
  const listed = rows.filter(isBound).map((row) => placed(row, plainOf(row, ownAddresses)));
  const crowds = new Map<string, number>();
  for (const { key } of listed) crowds.set(key, (crowds.get(key) ?? 0) + 1);
  // Whom netstat names comes first, so that no other socket of the place takes what is theirs.
  const claims = listed.map(({ row, key }) => claimByPid(sets.get(key), row.pid));
  const joined: DarwinSocket[] = [];
  for (const [at, { row, plain, key }] of listed.entries()) {
    const free = crowds.get(key) === 1 || row.pid === null;
    const claim = claims[at] ?? (free ? sets.get(key)?.shift() : undefined);
    joined.push({ ...plain, holders: holdersOf(row, claim ?? []) });
  }
  // Opened between the two looks, or netstat did not answer.
  return [...joined, ...[...sets.values()].flat().flatMap(fromLsof)];
}

const placed = (row: NetstatRow, plain: Plain) => ({ row, plain, key: keyOf(plain) });

const isBound = ({ kind, state, local }: NetstatRow): boolean =>
  local.port !== null && (kind === 'udp' || state === 'LISTEN');

function claimByPid(sets: OpenedSet[] | undefined, pid: number | null): OpenedSet | undefined {
  const at = sets?.findIndex((set) => set.some(({ process }) => process.pid === pid)) ?? -1;
  return at === -1 ? undefined : sets?.splice(at, 1)[0];
}

/** A socket that takes both families and is bound to one address is written with its IPv4 address. */
function plainOf(row: NetstatRow, ownAddresses: readonly string[]): Plain {
  const { kind, version, local, generation } = row;
  const family = local.family ?? (version === '4' ? 4 : 6);
  const address = row.perhapsCut === null ? local.address : completed(row.perhapsCut, ownAddresses);
  return {
    kind,
    family,
    address: address ?? local.address ?? wildcardOf(family),
    port: local.port ?? 0,
    dualStack: local.address === null && version === '46',
    device: local.zone,
    peer: peerOf(row.foreign),
    generation,
  };
}

const wildcardOf = (family: 4 | 6): string => (family === 4 ? '0.0.0.0' : '::');

const peerOf = (foreign: Place | null): Plain['peer'] =>
  foreign === null || foreign.port === null || foreign.address === null
    ? null
    : { address: foreign.address, port: foreign.port };

/** The one address of this machine that begins so; null where none or several do. */
function completed(start: string, ownAddresses: readonly string[]): string | null {
  const fitting = new Set(ownAddresses.filter((own) => own.startsWith(start)));
  const [only = null] = fitting;
  return fitting.has(start) ? start : fitting.size === 1 ? only : null;
}

/** What the two programs name alike. lsof shows neither the interface nor whether IPv4 is taken too. */
const keyOf = ({ kind, family, address, port, peer }: Plain): string =>
  JSON.stringify([kind, family, address, port, peer]);

function setsByKey(opened: readonly LsofSocket[]): Map<string, OpenedSet[]> {
  const byKey = new Map<string, Map<string, OpenedSet>>();
  for (const one of opened) {
    const plain = plainOfLsof(one);
    if (plain === null) continue;
    const key = keyOf(plain);
    const sets = byKey.get(key) ?? new Map<string, OpenedSet>();
    const identity = one.socket ?? `${one.process.pid}:${one.fd}`;
    sets.set(identity, [...(sets.get(identity) ?? []), one]);
    byKey.set(key, sets);
  }
  return new Map([...byKey].map(([key, sets]) => [key, [...sets.values()]]));
}

function plainOfLsof({ kind, family, local, foreign }: LsofSocket): Plain | null {
  if (local.port === null) return null;
  return {
    kind,
    family,
    address: local.address ?? wildcardOf(family),
    port: local.port,
    dualStack: family === 6 && local.address === null ? null : false,
    device: local.zone,
    peer: peerOf(foreign),
    generation: null,
  };
}

const holderOf = ({ process, fd }: LsofSocket): Holder => ({ pid: process.pid, fd, name: process.comm });

function holdersOf({ pid, process }: NetstatRow, set: OpenedSet): readonly Holder[] {
  const holders = set.map(holderOf);
  const known = pid === null || holders.some((holder) => holder.pid === pid);
  return known ? holders : [...holders, { pid, fd: null, name: process }];
}

function fromLsof(set: OpenedSet): readonly DarwinSocket[] {
  const [first] = set;
  const plain = first === undefined ? null : plainOfLsof(first);
  return plain === null ? [] : [{ ...plain, holders: set.map(holderOf) }];
}

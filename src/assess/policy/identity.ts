import { scopeOf } from '../../core/address.ts';
import type { SocketKind } from '../../core/transport.ts';
import type { Listener, Owner, Unit } from '../../inspect/listener.ts';
import { mainOwner } from '../owners.ts';
import { literally, steady } from './pattern.ts';

/** UDP-Lite has ports of its own (RFC 3828), so a policy must tell it from UDP. */
export type PolicyProtocol = SocketKind | 'udplite';

export const policyProtocols: readonly PolicyProtocol[] = [
  'tcp',
  'udp',
  'udplite',
  'sctp',
  'dccp',
  'raw',
  'packet',
];

/**
 * To whom the socket is bound: `any` is a wildcard address. It is the bind that counts, not the addresses which the
 * machine happens to have today, so that a laptop may move between networks.
 */
export const bindScopes = ['loopback', 'link-local', 'private', 'public', 'any', 'container'] as const;
export type BindScope = (typeof bindScopes)[number];

/** What makes a listener the same one tomorrow: never a pid, an inode or a command line. */
export interface Identity {
  readonly protocol: PolicyProtocol;
  readonly port: number | null;
  readonly scope: BindScope;
  readonly address: string;
  /** Path of the executable, or the process's name where that is hidden; `kernel`; null where nothing was seen. */
  readonly program: string | null;
  /** What an interpreter runs. */
  readonly runs: string | null;
  readonly unit: string | null;
  readonly container: string | null;
  /** Name of a network namespace other than the machine's own. */
  readonly namespace: string | null;
  /** False where the holder is hidden: then its program cannot be compared. */
  readonly seen: boolean;
}

/** Paths have at most 4,096 bytes (PATH_MAX); what is longer, or empty, tells nothing. */
const longest = 4096;
const kept = (text: string | null | undefined): string | null =>
  text && text.length <= longest ? text : null;

export function identityOf(listener: Listener): Identity {
  const { port, address, container, netns, kernel } = listener;
  const owner = kernel === null ? mainOwner(listener.owners) : null;
  const waiting = owner?.pid === 1 && socketUnitOf(listener.unit) !== null;
  return {
    protocol: protocolOf(listener),
    port,
    scope: bindScopeOf(listener),
    address,
    program: kernel !== null ? 'kernel' : owner === null || waiting ? null : programOf(owner),
    runs: kept(owner?.runs),
    unit: kept(stableUnit(listener.unit)),
    container: kept(container?.name) ?? kept(container?.image),
    namespace: netns.own ? null : kept(netns.name),
    seen: kernel !== null || owner !== null,
  };
}

/** The protocol a listener is written down by. */
const protocolOf = ({ kind, protocol }: Listener): PolicyProtocol =>
  kind === 'udp' && protocol === 136 ? 'udplite' : kind;

export function bindScopeOf({ exposure, address, device, netns }: Listener): BindScope {
  if (exposure === 'container' || !netns.own) return 'container';
  if (device === 'lo') return 'loopback';
  const scope = scopeOf(address);
  // Every address means every one to come, though the host may have none but loopback just now.
  if (scope === null || scope === 'wildcard' || isMulticast(address)) return 'any';
  return exposure === 'loopback' ? 'loopback' : scope;
}

const isMulticast = (address: string): boolean => /^(?:22[4-9]|23\d)\.|^ff/i.test(address);

export const programOf = ({ exe, comm }: Owner): string | null =>
  kept(exe?.replace(/ \(deleted\)$/, '')) ?? kept(comm);

const socketUnitOf = (unit: Unit | null): string | null =>
  unit?.socketUnit ?? (unit?.type === 'socket' ? unit.name : null);

/** Names that systemd or a desktop makes up anew at every start: `session-3.scope`, `run-u12.service`. */
const passingUnit = /^run-[pru]?[\da-f-]+\.|@[\da-f]{8,}|^dbus-:|^app-.*-\d+\./;

/** A unit's lasting name; its socket unit where it has one, for that is there before and after the service. */
function stableUnit(unit: Unit | null): string | null {
  if (unit === null || unit.type === 'scope' || unit.type === 'slice') return null;
  const name = socketUnitOf(unit) ?? unit.name;
  return passingUnit.test(name) ? null : name;
}

/** The program as a policy writes it: parts of the path that change with every upgrade become `*`. */
export const writtenProgram = (program: string): string =>
  isPath(program) ? steady(program) : literally(program);

export const isPath = (program: string): boolean => /^(?:\/|[a-z]:\\)/i.test(program);

/** A listener with what it is known by. */
export interface Known {
  readonly listener: Listener;
  readonly identity: Identity;
}

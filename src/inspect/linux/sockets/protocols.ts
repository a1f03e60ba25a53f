import type { SocketKind } from '../../../core/transport.ts';
import { socketState, stateMask } from './states.ts';

/** How the kernel lists one internet protocol. */
export interface InetProtocol {
  readonly kind: SocketKind;
  /** IP protocol number. */
  readonly number: number;
  /** The states in which a socket can receive from whoever comes. */
  readonly states: readonly number[];
  /** Files below `/proc/PID/net` with the same sockets, by address family. */
  readonly tables: { readonly 4: string; readonly 6: string } | null;
}

const { close, established, listen } = socketState;

export const udpLite = 136;
const raw = 255;

/**
 * UDP-Lite (RFC 3828) has the registrations of UDP and a port space of its own; its sockets are told apart by
 * `protocol`. An MPTCP listener is in the table of TCP, with the inode of the socket its program holds.
 */
export const inetProtocols: readonly InetProtocol[] = [
  { kind: 'tcp', number: 6, states: [listen], tables: { 4: 'tcp', 6: 'tcp6' } },
  { kind: 'udp', number: 17, states: [close], tables: { 4: 'udp', 6: 'udp6' } },
  { kind: 'udp', number: udpLite, states: [close], tables: { 4: 'udplite', 6: 'udplite6' } },
  { kind: 'sctp', number: 132, states: [listen], tables: null },
  { kind: 'dccp', number: 33, states: [listen], tables: null },
  { kind: 'raw', number: raw, states: [close, established], tables: { 4: 'raw', 6: 'raw6' } },
];

/** The states wanted of a protocol: connected UDP sockets only when asked for. */
export const wantedStates = ({ kind, states }: InetProtocol, connectedUdp: boolean): number =>
  stateMask(...states, ...(kind === 'udp' && connectedUdp ? [established] : []));

/** Whether a socket of the kind has a queue of connections when it listens. */
export const isStream = (kind: SocketKind): boolean => kind === 'tcp' || kind === 'sctp' || kind === 'dccp';

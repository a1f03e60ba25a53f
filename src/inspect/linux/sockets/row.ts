import { scopeOf } from '../../../core/address.ts';
import type { ListedSocket, NetworkNamespace } from '../../listener.ts';
import { isStream, type InetProtocol, udpLite } from './protocols.ts';
import { socketState } from './states.ts';

/** What both ways of listing know of an internet socket, in one vocabulary. */
export interface InetFacts {
  readonly family: 4 | 6;
  readonly state: number;
  readonly address: string;
  readonly port: number;
  readonly peerAddress: string;
  readonly peerPort: number;
  readonly v6Only: boolean | null;
  readonly device: string | null;
  readonly uid: number;
  readonly inode: number;
  readonly cgroupId: bigint | null;
  readonly backlog: { readonly current: number; readonly max: number } | null;
  readonly drops: number | null;
}

/** Of a raw socket the kernel keeps the IP protocol where others have the port. */
export function inetRow(
  { kind, number }: InetProtocol,
  facts: InetFacts,
  netns: NetworkNamespace,
): ListedSocket {
  const { family, address, port, peerAddress, peerPort, device, uid, inode, cgroupId, backlog, drops } =
    facts;
  const raw = kind === 'raw';
  const connected = facts.state === socketState.established;
  return {
    kind,
    port: raw ? null : port,
    protocol: raw ? port : number === udpLite ? udpLite : null,
    family,
    address,
    dualStack: raw ? false : dualStack(facts),
    device,
    uid,
    inode,
    cgroupId,
    backlog: isStream(kind) ? backlog : null,
    drops,
    peer: connected ? { address: peerAddress, port: raw ? 0 : peerPort } : null,
    netns,
  };
}

/** Only an IPv6 wildcard can take IPv4 as well (man 7 ipv6, IPV6_V6ONLY). */
function dualStack({ family, address, v6Only }: InetFacts): boolean | null {
  if (family === 4 || scopeOf(address) !== 'wildcard') return false;
  return v6Only === null ? null : !v6Only;
}

export interface PacketFacts {
  readonly protocol: number;
  readonly device: string | null;
  readonly uid: number;
  readonly inode: number;
  readonly drops: number | null;
}

export const packetRow = (facts: PacketFacts, netns: NetworkNamespace): ListedSocket => ({
  kind: 'packet',
  port: null,
  protocol: facts.protocol,
  family: null,
  address: '*',
  dualStack: false,
  device: facts.device,
  uid: facts.uid,
  inode: facts.inode,
  cgroupId: null,
  backlog: null,
  drops: facts.drops,
  peer: null,
  netns,
});

/** Shown for an interface that went away while a socket stayed bound to it, as `ss` does. */
export const unknownInterface = (index: number): string => `if${index}`;

import { formatIPv4, formatIPv6 } from '../../../core/address.ts';
import { dump, type DumpOutcome, type NetlinkChannel } from '../../../sys/netlink-dump.ts';
import type { ListedSocket, NetworkNamespace } from '../../listener.ts';
import { decodeInetDiagMessage, type InetDiagMessage } from './inet-diag-message.ts';
import { addressFamily, encodeInetDiagRequest, sockDiagByFamily, wantMemory } from './inet-diag-request.ts';
import { decodePacketDiagMessage } from './packet-diag-message.ts';
import { encodePacketDiagRequest, packetShow } from './packet-diag-request.ts';
import type { Family } from './proc-tables.ts';
import { type InetProtocol, wantedStates } from './protocols.ts';
import { type InetFacts, inetRow, packetRow, unknownInterface } from './row.ts';
import type { SocketQuery } from './source.ts';
import { socketState } from './states.ts';

/** The name of an interface of the namespace by its index. */
export type NameInterface = (index: number) => string | null;

/** The kernel gives an unmapped user as this one (`/proc/sys/kernel/overflowuid`). */
const overflowUid = 65_534;

/** The sockets of one protocol and family. */
export function askInet(
  channel: NetlinkChannel,
  protocol: InetProtocol,
  family: Family,
  query: SocketQuery,
  nameInterface: NameInterface,
): DumpOutcome<ListedSocket> {
  const states = wantedStates(protocol, query.connectedUdp);
  const request = encodeInetDiagRequest({
    family: family === 4 ? addressFamily.inet : addressFamily.inet6,
    protocol: protocol.number,
    extensions: wantMemory,
    states,
    localPort: query.port ?? 0,
  });
  const outcome = ask(channel, request, (reader) => {
    const message = decodeInetDiagMessage(reader);
    const { cookie, state, localPort } = message;
    // SCTP lists endpoints in any state, and port 0 is no filter to the kernel.
    const wanted = (states & (1 << state)) !== 0 && (query.port === null || query.port === localPort);
    return { cookie, rows: wanted ? rowsOf(protocol, family, message, nameInterface, query.netns) : [] };
  });
  return outcome.kind === 'rows' ? { ...outcome, rows: onceEach(outcome.rows) } : outcome;
}

interface CookedRows {
  readonly cookie: bigint;
  readonly rows: readonly ListedSocket[];
}

/** A table that changes between two datagrams can show a socket again. */
function onceEach(answers: readonly CookedRows[]): readonly ListedSocket[] {
  const seen = new Set<bigint>();
  const sockets: ListedSocket[] = [];
  for (const { cookie, rows } of answers) {
    if (seen.has(cookie)) continue;
    seen.add(cookie);
    sockets.push(...rows);
  }
  return sockets;
}

/** One row, but for an SCTP socket one for each of its addresses, which may be of both families. */
function rowsOf(
  protocol: InetProtocol,
  family: Family,
  message: InetDiagMessage,
  nameInterface: NameInterface,
  netns: NetworkNamespace,
): readonly ListedSocket[] {
  const row = (octets: Uint8Array, family: Family): ListedSocket =>
    inetRow(protocol, factsOf(family, addressText(octets, family), message, nameInterface), netns);
  const { local, locals } = message;
  if (locals === null || locals.length === 0) return [row(local, family)];
  return locals.map((octets) => row(octets, octets.length === 4 ? 4 : 6));
}

/** Written out: spreading one object into the next took four times the rest of the listing. */
function factsOf(
  family: Family,
  address: string,
  message: InetDiagMessage,
  nameInterface: NameInterface,
): InetFacts {
  const { state, peer, interfaceIndex: index } = message;
  return {
    family,
    state,
    address,
    port: message.localPort,
    peerAddress: state === socketState.established ? addressText(peer, family) : '',
    peerPort: message.peerPort,
    v6Only: message.v6Only,
    device: index === 0 ? null : (nameInterface(index) ?? unknownInterface(index)),
    uid: message.uid,
    inode: message.inode,
    cgroupId: message.cgroupId,
    backlog: { current: message.receiveQueue, max: message.sendQueue },
    drops: message.drops,
  };
}

const addressText = (octets: Uint8Array, family: Family): string =>
  family === 4 ? formatIPv4(octets) : formatIPv6(octets);

export function askPackets(
  channel: NetlinkChannel,
  nameInterface: NameInterface,
  netns: NetworkNamespace,
): DumpOutcome<ListedSocket> {
  const request = encodePacketDiagRequest(packetShow.info | packetShow.memory);
  return ask(channel, request, (reader) => {
    const { protocol, interfaceIndex, uid, inode, drops } = decodePacketDiagMessage(reader);
    const index = interfaceIndex ?? 0;
    const device = index === 0 ? null : (nameInterface(index) ?? unknownInterface(index));
    return packetRow({ protocol, device, uid: uid ?? overflowUid, inode, drops }, netns);
  });
}

/** The states of all sockets with one local port: no more of each answer is looked at. */
export function askStates(
  channel: NetlinkChannel,
  protocol: number,
  family: Family,
  states: number,
  localPort: number,
): DumpOutcome<number> {
  const request = encodeInetDiagRequest({
    family: family === 4 ? addressFamily.inet : addressFamily.inet6,
    protocol,
    extensions: 0,
    states,
    localPort,
  });
  const outcome = ask(channel, request, (reader) => {
    reader.skip(1);
    const state = reader.u8();
    reader.skip(2);
    // Sockets that are only bound come whatever their port.
    return reader.u16be() === localPort ? state : null;
  });
  return outcome.kind === 'rows'
    ? { ...outcome, rows: outcome.rows.filter((state) => state !== null) }
    : outcome;
}

const ask = <T>(
  channel: NetlinkChannel,
  payload: Uint8Array,
  decode: Parameters<typeof dump<T>>[2],
): DumpOutcome<T> => dump(channel, { type: sockDiagByFamily, payload }, decode);

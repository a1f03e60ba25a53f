import { assemble } from '../../sys/cbpf/assemble.ts';
import {
  compute,
  give,
  jump,
  jumpIf,
  label,
  loadAtX,
  loadBeside,
  loadCell,
  moveFromX,
  moveToX,
  type Step,
  store,
  subtractX,
} from '../../sys/cbpf/instruction.ts';
import { etherType, packetKind } from '../../sys/packet-ring/index.ts';
import { protocol, tcpFlag } from '../record.ts';
import { cell, ipv4Steps, ipv6Steps, taggedSteps } from './ip-filter.ts';

/** Enough for the headers of a packet in a tunnel, its options and the 64 bytes of payload that a record keeps. */
const keptBytes = 256;
/** ARPHRD_LOOPBACK, linux/if_arp.h. */
const loopbackHardware = 772;
/** Windows that scanners write into bare ACK segments: hping 512, nmap 1024 to 4096 (facts behind fingerprints/nmap.ts). */
const scannerWindows = [512, 1024, 2048, 3072, 4096];
/** Of what is mostly ordinary traffic one packet in so many passes. */
const sampleOf = 16;
/** Options that only a SYN may carry; nmap's T4 and T6 begin with one. RFC 9293 3.1, RFC 7323 2.2. */
const synOnlyOptions = [2, 3];
/** What routers and hosts tell each other on the link: IGMP, OSPF, PIM, VRRP. */
const linkProtocols = [2, 89, 103, 112];
/** IPIP, 6in4, GRE, ESP, AH: whole tunnels; what is inside shows again on the tunnel's own interface. */
const tunnelProtocols = [4, 41, 47, 50, 51];
/** Multicast listeners (130-132, 143) and neighbour discovery with redirects (133-137). */
const linkMessages = { from: 130, to: 137, reports: 143 };
/** SCTP chunks that begin or refuse: INIT, INIT ACK, ABORT, COOKIE ECHO. RFC 9260 3.2. */
const sctpChunks = [1, 2, 6, 10];

export interface FilterOptions {
  /** All interfaces are watched: what goes over the loopback is then left out. */
  readonly everywhere: boolean;
  /** Ports of which nothing is to be seen, at most `mostExcluded`. */
  readonly exclude: readonly number[];
}

export const mostExcluded = 256;

/**
 * The kernel's filter for a cooked packet socket: passes what can be a probe or the answer to one.
 *
 * - TCP with SYN or RST, or without ACK (NULL, FIN, Xmas); of segments with ACK only those without data that no
 *   established connection sends: with options that belong to a SYN; without any option and with a window that scanners
 *   write, and of the other bare ones (current kernels put a timestamp into each) one in 16. That keeps `nmap -sA`
 *   visible, and the flow of acknowledgements of a busy server out.
 * - UDP, ICMP, ICMPv6 but for what neighbours tell each other, SCTP that begins or refuses, other protocols; of tunnels
 *   one packet in 16.
 * - First fragments; later ones say nothing of ports.
 * - What this host sends, by the same rules, as replies to its own packets are no probes.
 *
 * A packet too short for its own headers is dropped: the program cannot look behind the end.
 */
export const probeFilter = (options: FilterOptions): Uint8Array<ArrayBuffer> =>
  assemble([
    ...linkSteps(options),
    ...ipv4Steps(0),
    ...ipv6Steps(0),
    ...ipv4Steps(4),
    ...ipv6Steps(4),
    ...transportSteps(options),
    label('drop'),
    give(0),
    label('take'),
    give(keptBytes),
  ]);

const linkSteps = ({ everywhere }: FilterOptions): Step[] => [
  loadBeside('hardware'),
  jumpIf('==', loopbackHardware, everywhere ? 'drop' : null, 'network'),
  // On the loopback every packet is both sent and received.
  loadBeside('kind'),
  jumpIf('==', packetKind.outgoing, 'drop'),
  label('network'),
  loadBeside('protocol'),
  jumpIf('==', etherType.ipv4, 'ipv4 at 0'),
  jumpIf('==', etherType.ipv6, 'ipv6 at 0'),
  jumpIf('==', etherType.vlan, 'tagged'),
  jumpIf('==', etherType.serviceVlan, 'tagged', 'drop'),
  ...taggedSteps(),
];

const anyOf = (values: readonly number[], to: string): Step[] =>
  values.map((value) => jumpIf('==', value, to));

const transportSteps = ({ exclude }: FilterOptions): Step[] => [
  label('transport'),
  loadCell(cell.protocol),
  jumpIf('==', protocol.tcp, 'ports'),
  jumpIf('==', protocol.udp, 'ports'),
  jumpIf('==', protocol.sctp, 'ports'),
  jumpIf('==', protocol.icmpv6, 'icmpv6'),
  ...anyOf(linkProtocols, 'drop'),
  ...anyOf(tunnelProtocols, 'sample'),
  jump('take'),
  ...portSteps(exclude),
  ...tcpSteps(),
  label('icmpv6'),
  loadAtX(1, 0),
  jumpIf('==', linkMessages.reports, 'drop'),
  jumpIf('>=', linkMessages.from, null, 'take'),
  jumpIf('>', linkMessages.to, 'take', 'drop'),
  label('sctp'),
  loadAtX(1, 12),
  ...anyOf(sctpChunks, 'take'),
  jump('drop'),
  label('sample'),
  loadBeside('random'),
  compute('and', sampleOf - 1),
  jumpIf('==', 0, 'take', 'drop'),
];

/** An excluded port is one of this host: the destination of what arrives, the source of what is sent. */
const portSteps = (exclude: readonly number[]): Step[] => [
  label('ports'),
  ...(exclude.length === 0
    ? []
    : [
        loadBeside('kind'),
        jumpIf('==', packetKind.outgoing, 'own port', 'asked port'),
        label('own port'),
        loadAtX(2, 0),
        jump('excluded'),
        label('asked port'),
        loadAtX(2, 2),
        label('excluded'),
        ...anyOf(exclude.slice(0, mostExcluded), 'drop'),
      ]),
  loadCell(cell.protocol),
  jumpIf('==', protocol.sctp, 'sctp'),
  jumpIf('==', protocol.udp, 'take'),
];

const tcpSteps = (): Step[] => [
  loadAtX(1, 13),
  jumpIf('has bit of', tcpFlag.syn | tcpFlag.rst | tcpFlag.urg, 'take'),
  jumpIf('has bit of', tcpFlag.ack, null, 'take'),
  loadBeside('kind'),
  jumpIf('==', packetKind.outgoing, 'drop'),
  ...dataSteps(),
  loadAtX(1, 12),
  compute('and', 0xf0),
  jumpIf('>', 0x50, null, 'bare'),
  loadAtX(1, 20),
  ...anyOf(synOnlyOptions, 'take'),
  jump('drop'),
  label('bare'),
  loadAtX(2, 14),
  ...anyOf(scannerWindows, 'take'),
  jump('sample'),
];

/** Drops a segment with data, by the lengths that its headers state. */
const dataSteps = (): Step[] => [
  moveFromX(),
  store(cell.transport),
  loadAtX(1, 12),
  compute('and', 0xf0),
  compute('shiftRight', 2),
  moveToX(),
  loadCell(cell.length),
  subtractX(),
  jumpIf('==', 0, null, 'drop'),
  loadCell(cell.transport),
  moveToX(),
];

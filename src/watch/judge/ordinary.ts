import { triesOpenPorts } from './breadth.ts';
import type { Thresholds } from '../thresholds.ts';
import type { Facts } from './facts.ts';

/** True for a source that is not reported: it uses services, or makes the noise that every network has. */
export function isOrdinary(facts: Facts, thresholds: Thresholds): boolean {
  const { summary, scanner, successes, failures, trw } = facts;
  if (summary.packets < 1) return true;
  if (scanner) return false;
  if (triesOpenPorts(facts, thresholds)) return false;
  if (failures === 0 || trw === 'honest') return true;
  // Some services took it and it is no scanner by the sequential test: a client, one of whose servers was down.
  if (successes > 0 && trw === 'undecided') return true;
  if (isHousekeeping(facts) || isPeer(facts, thresholds) || isUnansweredQuic(facts)) return true;
  return isLateClose(facts, thresholds);
}

/** Neighbour discovery (RFC 4861, ICMPv6 133-137), and protocols of the network itself from its own machines. */
function isHousekeeping({ summary }: Facts): boolean {
  const { protocol, samples, near, ports } = summary;
  if (protocol === 'icmpv6') {
    return (
      samples.length > 0 && samples.every(({ icmp }) => icmp !== null && icmp.type >= 133 && icmp.type <= 137)
    );
  }
  if (!near || !protocol.startsWith('proto-')) return false;
  // Several protocols of one source were joined, their numbers are its ports.
  const numbers = ports.count === 0 ? [Number(protocol.slice(6))] : ports.top.map(({ port }) => port);
  return numbers.every((number) => networkProtocols.has(number));
}

/** IGMP, EIGRP, OSPF, PIM, VRRP. https://www.iana.org/assignments/protocol-numbers */
const networkProtocols: ReadonlySet<number> = new Set([2, 88, 89, 103, 112]);

/**
 * A peer-to-peer client: many targets, each at a port of its own, mostly passing ones. A scanner looks for the same
 * ports everywhere. Only of machines on this side, or where some answered; towards one host no peer looks so.
 */
function isPeer(facts: Facts, thresholds: Thresholds): boolean {
  const { summary, successes } = facts;
  const { protocol, targets, ports, pairs } = summary;
  if (protocol === 'udp' && isLostPeer(facts, thresholds)) return true;
  if ((protocol !== 'tcp' && protocol !== 'udp') || targets.count < thresholds.sweepTargets) return false;
  if (!summary.near && successes === 0) return false;
  const high = ports.top.filter(({ port }) => port > 1023).length;
  return (
    ports.count * 2 >= targets.count && pairs.count <= targets.count * 1.5 && high * 4 >= ports.top.length * 3
  );
}

/** It looks for a peer that was here: one target, few ports, BitTorrent in every packet. A crawler goes wide. */
function isLostPeer({ summary }: Facts, { scanPorts, sweepTargets }: Thresholds): boolean {
  const { targets, ports, samples } = summary;
  if (targets.count >= sweepTargets || ports.count >= scanPorts || samples.length === 0) return false;
  return samples.every(
    ({ payload, destinationPort }) =>
      payload !== null && (destinationPort ?? 0) > 1023 && isPeerPayload(payload),
  );
}

/**
 * BitTorrent's DHT (BEP 5: a bencoded dictionary that begins with the arguments, the answer, the error or one's own
 * address) and uTP (BEP 29: version 1, a header of 20 bytes). They go on for days after a client left.
 * https://www.bittorrent.org/beps/bep_0005.html https://www.bittorrent.org/beps/bep_0029.html
 */
const isPeerPayload = (hex: string): boolean =>
  /^64(313a[67][12]64323a6964|313a656c|323a6970)/.test(hex) ||
  (/^[0-4]10[012]/.test(hex) && hex.length === 40);

/** Browsers try QUIC first; where a firewall drops it, every server they visit stays silent on UDP 443. */
function isUnansweredQuic({ summary }: Facts): boolean {
  const { protocol, near, ports } = summary;
  return protocol === 'udp' && near && ports.count === 1 && ports.top[0]?.port === 443;
}

/**
 * FIN-ACK and acknowledgements of connections that this input, or the firewall that wrote it, no longer knows: a
 * client's go to few ports, a server's to the passing ports of its clients. A scan of this kind (nmap -sM) asks for
 * many ports, system ports among them.
 */
function isLateClose({ summary }: Facts, { scanPorts }: Thresholds): boolean {
  const { shapes, signsTried, ports, samples } = summary;
  if (shapes.other === 0 || shapes.other + shapes.ack !== signsTried) return false;
  if (!samples.every(({ flags }) => flags !== null && isClose.test(flags))) return false;
  return ports.count < scanPorts || ports.top.every(({ port }) => port > 1023);
}

/** As `Probe.flags` writes FIN-ACK, or ACK alone. */
const isClose = /^F?P?A$/;

import type { Thresholds } from '../thresholds.ts';
import type { Facts } from './facts.ts';

/** True for a source that is not reported: it uses services, or makes the noise that every network has. */
export function isOrdinary(facts: Facts, thresholds: Thresholds): boolean {
  const { summary, scanner, successes, failures, trw } = facts;
  if (summary.packets < 1) return true;
  if (scanner) return false;
  if (failures === 0 || trw === 'honest') return true;
  // Some services took it and it is no scanner by the sequential test: a client, one of whose servers was down.
  if (successes > 0 && trw === 'undecided') return true;
  return isHousekeeping(facts) || isPeer(facts, thresholds) || isUnansweredQuic(facts);
}

/** Neighbour discovery (RFC 4861, ICMPv6 133-137), and protocols of the network itself from its own machines. */
function isHousekeeping({ summary }: Facts): boolean {
  const { protocol, samples, near } = summary;
  if (protocol === 'icmpv6') {
    return (
      samples.length > 0 && samples.every(({ icmp }) => icmp !== null && icmp.type >= 133 && icmp.type <= 137)
    );
  }
  return near && networkProtocols.has(protocol);
}

/** IGMP, EIGRP, OSPF, PIM, VRRP. https://www.iana.org/assignments/protocol-numbers */
const networkProtocols: ReadonlySet<string> = new Set([
  'proto-2',
  'proto-88',
  'proto-89',
  'proto-103',
  'proto-112',
]);

/**
 * A peer-to-peer client: many targets, each at a port of its own, mostly passing ones. A scanner looks for the same
 * ports everywhere. Only of machines on this side, or where some answered; towards one host no peer looks so.
 */
function isPeer(facts: Facts, { sweepTargets }: Thresholds): boolean {
  const { summary, successes } = facts;
  const { protocol, targets, ports, pairs } = summary;
  if (
    protocol === 'udp' &&
    summary.samples.length > 0 &&
    summary.samples.every(({ payload }) => isPeerPayload(payload))
  )
    return true;
  if ((protocol !== 'tcp' && protocol !== 'udp') || targets.count < sweepTargets) return false;
  if (!summary.near && successes === 0) return false;
  const high = ports.top.filter(({ port }) => port > 1023).length;
  return (
    ports.count * 2 >= targets.count && pairs.count <= targets.count * 1.5 && high * 4 >= ports.top.length * 3
  );
}

/**
 * BitTorrent's DHT (BEP 5: a bencoded dictionary that begins with the arguments, the error or the answer) and uTP
 * (BEP 29: version 1, a header of 20 bytes). They go on for days after a client left.
 * https://www.bittorrent.org/beps/bep_0005.html https://www.bittorrent.org/beps/bep_0029.html
 */
function isPeerPayload(payload: string | null): boolean {
  if (payload === null) return false;
  return (
    /^64313a(6164323a6964|7264323a6964|656c)/.test(payload) ||
    (/^[0-4]1(00|01|02)/.test(payload) && payload.length === 40)
  );
}

/** Browsers try QUIC first; where a firewall drops it, every server they visit stays silent on UDP 443. */
function isUnansweredQuic({ summary }: Facts): boolean {
  const { protocol, near, ports } = summary;
  return protocol === 'udp' && near && ports.count === 1 && ports.top[0]?.port === 443;
}

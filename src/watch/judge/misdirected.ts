import type { Thresholds } from '../thresholds.ts';
import { attackedPorts, causeOf, steadyUdpPorts } from './causes.ts';
import type { Facts } from './facts.ts';
import { inTime, outcome } from './figures.ts';
import { type Retries, retriesOf } from './kernel-retries.ts';
import type { KindRule, RegistryName } from './kind-rule.ts';
import { counted, lasting, listed } from './words.ts';

/** The longest period that a machine keeps by itself; scanners of the whole network come back each day or week. */
const longestPeriod = 4000;

/** A client with a wrong address: one port of one target, again and again, by an ordinary kernel. */
export const misdirected: KindRule = (facts, thresholds, nameOf) => {
  const { summary, scanner, successes } = facts;
  if (scanner || successes > 0 || summary.packets < thresholds.steadyPackets) return null;
  if (summary.ports.count > 1 || summary.targets.count > 2 || !opensConnections(facts)) return null;
  const retries = retriesOf(summary.samples);
  if (!(summary.near ? isNearClient(facts) : isFarClient(facts, retries, thresholds))) return null;
  const port = summary.ports.top[0]?.port ?? null;
  return {
    kind: 'misdirected',
    because: [
      `${counted(summary.packets, 'packet')} to ${portText(port, facts, nameOf)} of ${counted(summary.targets.count, 'target')}${inTime(facts)}${outcome(facts)}.`,
      ...manner(retries),
      summary.near
        ? 'It is of the own network, or a private address.'
        : 'It is an ordinary client from elsewhere, which keeps its rhythm.',
      `Likely ${causeOf(port, summary.protocol, summary.near)}.`,
    ],
  };
};

/** Plain SYNs, datagrams or pings; nothing that only a tool makes. */
function opensConnections({ summary }: Facts): boolean {
  const { protocol, shapes, packets } = summary;
  if (protocol === 'tcp') return shapes.syn >= packets;
  return protocol === 'udp' || protocol === 'sctp' || protocol === 'icmp' || protocol === 'icmpv6';
}

/** Ten packets a second and more are no retries: a program gone wild, or a flood. */
const isNearClient = ({ summary }: Facts): boolean => summary.medianGap === null || summary.medianGap >= 0.1;

function isFarClient(
  { summary, tool, seconds }: Facts,
  retries: Retries,
  { steadySpan }: Thresholds,
): boolean {
  const port = summary.ports.top[0]?.port;
  if (port === undefined || retries.connections < 2 || seconds === null || seconds < steadySpan) return false;
  if (retries.period === null || retries.period > longestPeriod) return false;
  if (summary.protocol === 'udp') return steadyUdpPorts.has(port);
  return summary.protocol === 'tcp' && tool.name === 'kernel connect' && !attackedPorts.has(port);
}

function portText(port: number | null, { summary }: Facts, nameOf: RegistryName): string {
  if (port === null) return summary.protocol;
  const name = nameOf(port, summary.protocol);
  return `port ${port}${name === null ? '' : ` (${name})`}`;
}

function manner({ backOff, period }: Retries): readonly string[] {
  const said: string[] = [];
  if (backOff.length > 0) {
    const gaps = listed(backOff.slice(0, 6).map((gap) => lasting(gap)));
    said.push(`A kernel repeats one SYN: same source port and sequence, ${gaps} apart.`);
  }
  if (period !== null)
    said.push(`It comes back each ${lasting(period)}, as a timer, cron or monitoring does.`);
  return said;
}

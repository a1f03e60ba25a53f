import type { Intent, KnockKind, PortCount } from '../../core/knock.ts';
import { counted, countedAbout, grouped } from '../judge/words.ts';
import type { SourceSummary } from '../source-summary.ts';
import { payloadIntents } from './payload-intents.ts';
import { isTraceroute } from './traceroute.ts';
import { amplifierPorts, type PortIntent, portIntents } from './port-intents.ts';

/** From so many ports on a sender takes all there are, and from so many on it takes stock of services. */
const fullRange = 30_000;
const manyServices = 15;
/** A purpose is named where this share of the packets aims at its ports. */
const leastShare = 0.1;
const mostIntents = 5;

/**
 * What a source is looking for, the likeliest first: what its payloads ask, then what its set of ports is made of.
 * A misdirected client looks for nothing here.
 */
export function intentsOf(summary: SourceSummary, kind: KnockKind): readonly Intent[] {
  if (kind === 'misdirected') return [];
  if (isTraceroute(summary)) return [traceroute(summary)];
  const asked = payloadIntents(summary);
  const wide = widthIntent(summary);
  const aimed = wide === null ? aimedAt(summary) : [];
  const intents = [...asked, ...(wide === null ? [] : [wide]), ...aimed];
  const names = new Set<string>();
  return intents.filter(({ name }) => !names.has(name) && names.add(name).size > 0).slice(0, mostIntents);
}

const traceroute = ({ packets, ttl, targets }: SourceSummary): Intent => ({
  name: 'traceroute',
  text: 'the way to a host, hop by hop',
  because: `the TTL of ${counted(packets, 'packet')} to ${countedAbout(targets, 'target')} rises from ${ttl?.low} to ${ttl?.high}`,
});

/** Many ports say more by their number than each by itself. */
function widthIntent({ ports, protocol, packets }: SourceSummary): Intent | null {
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'sctp') return null;
  if (ports.count >= fullRange)
    return {
      name: 'full-range',
      text: 'every port there is: whatever listens, wherever it hides',
      because: `${ports.exact ? '' : 'about '}${grouped(ports.count)} of 65,536 ports in ${counted(packets, 'packet')}`,
    };
  if (ports.count < manyServices) return null;
  return {
    name: 'service-census',
    text: 'which services a machine offers',
    because: `${countedAbout(ports, 'different port')}${lowText(ports.top)}`,
  };
}

/** Which sort of ports the most frequent are: those below 1024 belong to the system's services (RFC 6335). */
function lowText(top: readonly PortCount[]): string {
  const low = top.filter(({ port }) => port < 1024).length;
  if (top.length < 2 || low === 0) return '';
  const kept = low === top.length ? `all ${low}` : `${low}`;
  return `; of the ${top.length} most frequent, ${kept} ${low === 1 ? 'is' : 'are'} below 1024`;
}

interface Share {
  readonly intent: PortIntent;
  readonly ports: readonly number[];
  readonly packets: number;
}

function aimedAt(summary: SourceSummary): readonly Intent[] {
  if (summary.protocol === 'icmp' || summary.protocol === 'icmpv6') return [discovery(summary)];
  if (summary.protocol !== 'tcp' && summary.protocol !== 'udp') return [];
  const { protocol, ports } = summary;
  const total = ports.top.reduce((sum, { packets }) => sum + packets, 0);
  if (total === 0) return [];
  const shares = sharesOf(protocol, ports.top);
  const named = shares
    .filter(({ packets }) => packets >= total * leastShare)
    .toSorted((one, other) => other.packets - one.packets)
    .map(({ intent, ports, packets }) => ({
      name: intent.name,
      text: intent.text,
      because: `${listed(ports)} in ${packets} of ${total} packets`,
    }));
  return protocol === 'udp' ? [...amplifiers(ports.top, total), ...named] : named;
}

function sharesOf(transport: 'tcp' | 'udp', top: readonly PortCount[]): readonly Share[] {
  const shares = new Map<string, Share>();
  for (const { port, packets } of top) {
    const intent = portIntents.find(
      (entry) => (entry.transport === 'any' || entry.transport === transport) && entry.ports.includes(port),
    );
    if (intent === undefined) continue;
    const had = shares.get(intent.name);
    shares.set(intent.name, {
      intent,
      ports: [...(had?.ports ?? []), port],
      packets: (had?.packets ?? 0) + packets,
    });
  }
  return [...shares.values()];
}

/** A port alone does not say that an amplifier is sought; the payload does, and then says so itself. */
const amplifiers = (top: readonly PortCount[], total: number): readonly Intent[] =>
  top
    .filter(({ port, packets }) => amplifierPorts[port] !== undefined && packets >= total * leastShare)
    .map(({ port, packets }) => ({
      name: `amplifier-${amplifierPorts[port] ?? port}`,
      text: `${amplifierPorts[port] ?? port} services, which forged senders use as amplifiers`,
      because: `UDP port ${port} in ${packets} of ${total} packets`,
    }));

const discovery = ({ packets, targets }: SourceSummary): Intent => ({
  name: 'host-discovery',
  text: 'which addresses answer at all',
  because: `${counted(packets, 'ICMP packet')} to ${countedAbout(targets, 'address', 'addresses')}`,
});

const listed = (ports: readonly number[]): string => {
  const shown = ports.slice(0, 6).join(', ');
  return `${ports.length === 1 ? 'port' : 'ports'} ${shown}${ports.length > 6 ? ` and ${ports.length - 6} more` : ''}`;
};

import type { Probe } from '../../core/probe.ts';
import { payloadBytes } from '../intent/payloads/sample.ts';
import { known } from '../record.ts';
import { coincidence, provenBelow } from './chance.ts';
import { differentValues, share } from './evidence.ts';
import { payloadCandidate } from './payload-evidence.ts';
import type { ToolRule } from './rule.ts';

const templates = 'https://github.com/robertdavidgraham/masscan/blob/master/src/templ-pkt.c';
const payloads = 'https://github.com/robertdavidgraham/masscan/blob/master/src/templ-payloads.c';

/** Half of the hidden number where a payload carries it: the id of DNS and NetBIOS, an SNMP request's last bytes. */
function cookieOf({ payload, destinationPort }: Probe): number | null {
  if (payload === null) return null;
  const at = destinationPort === 53 || destinationPort === 137 ? 0 : destinationPort === 161 ? 19 : null;
  const bytes = payloadBytes(payload);
  if (at === null || bytes.length < at + 2) return null;
  if (at === 19 && (bytes[0] !== 0x30 || bytes[15] !== 0x02 || bytes[16] !== 0x04)) return null;
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** id ^ destination ^ port ^ cookie: zero in masscan's datagrams, a constant behind a translation. */
function remainderOf(probe: Probe): number | null {
  const cookie = cookieOf(probe);
  if (cookie === null || probe.ipId === null) return null;
  const [, , third, fourth] = probe.destination.split('.').map(Number);
  if (third === undefined || fourth === undefined) return null;
  return probe.ipId ^ ((third << 8) | fourth) ^ (probe.destinationPort ?? 0) ^ cookie;
}

const relation: ToolRule = {
  name: 'masscan-datagram-relation',
  tool: 'masscan',
  era: 'all with UDP payloads; measured with 1.0.4 and 1.3.2',
  needs: known.ipId | known.payload | known.ports,
  chance: '2^-16 a packet of DNS, NetBIOS or SNMP',
  level: 'proven',
  sources: [templates, payloads],
  judge({ protocol, samples }) {
    if (protocol !== 'udp') return null;
    const remainders = samples.map(remainderOf).filter((value) => value !== null);
    const matches = remainders.filter((value) => value === 0).length;
    if (matches === 0) return null;
    const chance = coincidence(matches, remainders.length, 2 ** -16);
    if (chance > 1e-3) return null;
    return {
      version: null,
      level: chance <= provenBelow ? 'proven' : 'likely',
      chance,
      packets: matches,
      because: [
        `id = destination ^ port ^ the payload's own number in ${share(matches, remainders.length)} kept whose payload has one.`,
      ],
    };
  },
};

/** A raw sender's bare datagrams: TTL from 255, no DF, one source port, an id of its own in each. */
const empty: ToolRule = {
  name: 'masscan-empty-datagrams',
  tool: 'masscan',
  era: 'all with UDP',
  needs: known.ipId | known.ttl | known.fragment | known.payloadLength,
  chance: 'none stated',
  level: 'possible',
  sources: [templates],
  judge(summary) {
    const { protocol, samples, ttl, ports, sourcePorts } = summary;
    if (protocol !== 'udp' || samples.length < 4 || ttl === null || ttl.low <= 200) return null;
    if (sourcePorts.count > 16 || ports.count < 4) return null;
    const bare = samples.filter(
      ({ payloadLength, dontFragment }) => payloadLength === 0 && dontFragment === false,
    );
    const ids = differentValues(bare.map(({ ipId }) => ipId)).length;
    if (bare.length < samples.length / 2 || ids < bare.length * 0.8) return null;
    return {
      version: null,
      level: 'possible',
      chance: null,
      packets: summary.packets,
      because: [
        `Empty datagrams to ${ports.count} ports from ${sourcePorts.count === 1 ? 'one source port' : `${sourcePorts.count} source ports`}, TTL ${ttl.high} (sent with 255) and no DF: a raw sender.`,
      ],
    };
  },
};

const payload: ToolRule = {
  name: 'masscan-payload',
  tool: 'masscan',
  era: 'all with UDP payloads',
  needs: known.payload,
  chance: 'none stated',
  level: 'likely',
  sources: [payloads],
  judge: (summary) => payloadCandidate(summary, 'masscan'),
};

const echo: ToolRule = {
  name: 'masscan-echo',
  tool: 'masscan',
  era: '1.x',
  needs: known.echo | known.payload,
  chance: 'none stated',
  level: 'likely',
  sources: [templates],
  judge(summary) {
    const fitting = summary.samples.filter(
      ({ icmp, payloadLength, payload }) =>
        icmp?.type === 8 && payloadLength === 48 && payload?.startsWith('08090a0b0c0d0e0f1011') === true,
    );
    const echoes = differentValues(fitting.map(({ echo }) => (echo === null ? null : echo.id)));
    if (fitting.length < 2 || echoes.length < 2) return null;
    return {
      version: null,
      level: 'likely',
      chance: null,
      packets: fitting.length,
      because: [
        `Echo requests of 48 bytes that count from 8 without a time before them, in ${share(fitting.length, summary.samples.length)} kept; each has an identifier of its own.`,
      ],
    };
  },
};

export const masscanDatagramRules: readonly ToolRule[] = [relation, payload, echo, empty];

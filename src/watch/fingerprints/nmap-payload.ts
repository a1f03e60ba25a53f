import { known } from '../record.ts';
import { differentValues, drawsTtl } from './evidence.ts';
import { payloadCandidate } from './payload-evidence.ts';
import type { ToolRule } from './rule.ts';

const files = 'https://github.com/nmap/nmap/blob/master/nmap-service-probes';

const payload: ToolRule = {
  name: 'nmap-payload',
  tool: 'nmap',
  era: '-sU, measured with 7.93',
  needs: known.payload,
  chance: 'none stated',
  level: 'likely',
  sources: [files],
  judge: (summary) => payloadCandidate(summary, 'nmap'),
};

/** What `-sU` and `-sY` share whatever they carry: a source port for the run, a TTL for each packet, no DF. */
const form: ToolRule = {
  name: 'nmap-datagram-form',
  tool: 'nmap',
  era: '-sU and -sY, measured with 7.93',
  needs: known.ttl | known.fragment | known.ports,
  chance: 'none stated',
  level: 'likely',
  sources: ['https://github.com/nmap/nmap/blob/master/scan_engine_raw.cc'],
  judge(summary) {
    const { protocol, samples, sourcePorts, ports, packets, ttl } = summary;
    if ((protocol !== 'udp' && protocol !== 'sctp') || !drawsTtl(summary)) return null;
    if (sourcePorts.count > 4 || ports.count < 4 || samples.some(({ dontFragment }) => dontFragment === true))
      return null;
    const drawn = differentValues(samples.map((probe) => probe.ttl)).length;
    return {
      version: null,
      level: drawn >= 5 && samples.length >= 8 ? 'likely' : 'possible',
      chance: null,
      packets,
      because: [
        `The TTL is drawn anew for each packet (${drawn} different in ${samples.length} kept, from ${ttl?.low ?? 0} to ${ttl?.high ?? 0}), without DF, from ${sourcePorts.count === 1 ? 'one source port' : `${sourcePorts.count} source ports`}.`,
      ],
    };
  },
};

/** Host discovery: an empty echo request; IPv6 and one of IPv4's senders use identifier 0xabcd. */
const echo: ToolRule = {
  name: 'nmap-echo',
  tool: 'nmap',
  era: 'host discovery, measured with 7.93',
  needs: known.echo | known.payloadLength,
  chance: '2^-16 a packet, once: the identifier is a constant',
  level: 'possible',
  sources: ['https://github.com/nmap/nmap/blob/master/libnetutil/netutil.cc'],
  judge(summary) {
    const fitting = summary.samples.filter(
      ({ icmp, echo, payloadLength }) => icmp !== null && echo?.id === 0xabcd && payloadLength === 0,
    );
    if (fitting.length === 0) return null;
    return {
      version: null,
      level: 'possible',
      chance: 2 ** -16,
      packets: fitting.length,
      because: [`An empty echo request with identifier 0xabcd in ${fitting.length} kept packets.`],
    };
  },
};

export const nmapPayloadRules: readonly ToolRule[] = [payload, form, echo];

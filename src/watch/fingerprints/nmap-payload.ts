import { known } from '../record.ts';
import { payloadCandidate } from './payload-evidence.ts';
import type { ToolRule } from './rule.ts';

const files = 'https://github.com/nmap/nmap/blob/master/nmap-service-probes';

/** `-sU`: one identification for all probes of a port, one source port, and TTLs drawn anew. */
const payload: ToolRule = {
  name: 'nmap-payload',
  tool: 'nmap',
  era: '-sU, measured with 7.93',
  needs: known.payload,
  chance: 'none stated',
  level: 'likely',
  sources: [files],
  judge(summary) {
    const candidate = payloadCandidate(summary, 'nmap');
    return candidate;
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

export const nmapPayloadRules: readonly ToolRule[] = [payload, echo];

import type { Probe } from '../../core/probe.ts';
import { known } from '../record.ts';
import { differentValues, share, signsSeen } from './evidence.ts';
import type { ToolRule } from './rule.ts';

/** Window 512 is the default of versions 2 and 3, 64 the one that the manual states; the header is bare. */
export const isHpingWindow = (window: number): boolean => window === 512 || window === 64;

const code = 'https://github.com/antirez/hping/blob/master/sendtcp.c';
const defaults = 'https://github.com/antirez/hping/blob/master/hping2.h';

const segments: ToolRule = {
  name: 'hping-defaults',
  tool: 'hping',
  era: '2 and 3 with default settings',
  needs: known.window | known.flags,
  chance: 'none stated',
  level: 'likely',
  sources: [code, defaults],
  judge(summary) {
    const seen = signsSeen(summary, 'hpingWindow');
    if (seen === 0 || seen < summary.signsTried * 0.2) return null;
    const fitting = summary.samples.filter(({ window }) => window !== null && isHpingWindow(window));
    // A kernel's first SYN acknowledges nothing; hping fills the field with a random number.
    const acknowledging = fitting.filter(
      ({ flags, acknowledgement }) => flags !== null && !flags.includes('A') && (acknowledgement ?? 0) !== 0,
    ).length;
    const numbers = differentValues(fitting.map(({ sequence }) => sequence)).length;
    const because = [`A bare header with window 512 or 64 and no DF in ${share(seen, summary.signsTried)}.`];
    if (acknowledging > 1)
      because.push(
        `An acknowledgement number without the ACK flag in ${share(acknowledging, fitting.length)} kept.`,
      );
    const counting = stepsByOne(fitting);
    if (counting > 0)
      because.push(`The source port rises by one with each packet, ${counting} times in the kept ones.`);
    const likely = acknowledging > 1 && numbers > 1 && (counting > 1 || acknowledging >= 3);
    return { version: null, level: likely ? 'likely' : 'possible', chance: null, packets: seen, because };
  },
};

const echo: ToolRule = {
  name: 'hping-echo',
  tool: 'hping',
  era: '2 and 3 on little-endian machines',
  needs: known.echo | known.payloadLength,
  chance: 'none stated',
  level: 'likely',
  sources: ['https://github.com/antirez/hping/blob/master/sendicmp.c'],
  judge(summary) {
    const empty = summary.samples.filter(
      ({ icmp, echo, payloadLength }) => icmp !== null && echo !== null && payloadLength === 0,
    );
    const numbers = differentValues(empty.map(({ echo }) => echo?.sequence ?? null));
    const identifiers = differentValues(empty.map(({ echo }) => echo?.id ?? null));
    if (numbers.length < 3 || identifiers.length !== 1) return null;
    if (!numbers.every((number) => (number & 0xff) === 0)) return null;
    return {
      version: null,
      level: 'likely',
      chance: null,
      packets: empty.length,
      because: [
        `Empty echo requests whose sequence counts in the high byte, in ${share(empty.length, summary.samples.length)} kept: a number written in the machine's own order.`,
      ],
    };
  },
};

const datagrams: ToolRule = {
  name: 'hping-datagrams',
  tool: 'hping',
  era: '2 and 3 with -2',
  needs: known.ports | known.payloadLength,
  chance: 'none stated',
  level: 'possible',
  sources: ['https://github.com/antirez/hping/blob/master/sendudp.c'],
  judge(summary) {
    if (summary.protocol !== 'udp') return null;
    const empty = summary.samples.filter(
      ({ payloadLength, dontFragment }) => payloadLength === 0 && dontFragment !== true,
    );
    const steps = stepsByOne(empty);
    if (steps < 3 || empty.length < summary.samples.length / 2) return null;
    return {
      version: null,
      level: 'possible',
      chance: null,
      packets: empty.length,
      because: [
        `Empty datagrams without DF whose source port rises by one, ${steps} times in the kept ones.`,
      ],
    };
  },
};

/** How often a kept packet has the next source port after one before it. */
function stepsByOne(samples: readonly Probe[]): number {
  const ports = new Set(samples.map(({ sourcePort }) => sourcePort));
  return samples.filter(({ sourcePort }) => sourcePort !== null && ports.has(sourcePort + 1)).length;
}

export const hpingRules: readonly ToolRule[] = [segments, echo, datagrams];

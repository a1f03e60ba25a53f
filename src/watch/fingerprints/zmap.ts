import type { Probe } from '../../core/probe.ts';
import { known, optionKind, shape, word } from '../record.ts';
import type { SourceSummary } from '../source-summary.ts';
import { coincidence } from './chance.ts';
import { pairsSeen, share, signsSeen, synSamples, synsTried } from './evidence.ts';
import { mayFragment, optionLayout, scaleOf, segmentOf, wordAt } from './fields.ts';
import { payloadCandidate } from './payload-evidence.ts';
import type { ToolRule } from './rule.ts';
import { sign } from './sign-bits.ts';

const { mss, nop, windowScale, sackOk, timestamp } = optionKind;
const windowsLayout = optionLayout(mss, nop, windowScale, nop, nop, sackOk);
const linuxLayout = optionLayout(mss, sackOk, timestamp, nop, windowScale);
const bsdLayout = optionLayout(mss, nop, windowScale, nop, nop, timestamp, sackOk);

const optionsNeeds = known.ttl | known.optionKinds | known.optionValues;

/** Until 4.0. With window 65535 in a SYN; UDP and ICMP have the id alone, so that several packets are needed. */
export const signZmapIdentification = (has: number, form: number, ip: number): boolean =>
  ip >>> 16 === 54321 && (has & known.ipId) !== 0 && (form & shape.v6) === 0;

/** The option sets of 4.1 and newer, all of window 65535; kernels that send such options set DF. */
export function zmapOptionSigns(
  words: Uint32Array,
  at: number,
  has: number,
  form: number,
  length: number,
): number {
  if ((has & optionsNeeds) !== optionsNeeds || (form & shape.v6) !== 0) return 0;
  if (!mayFragment(has, form, length)) return 0;
  const values = wordAt(words, at, word.optionValues);
  if (segmentOf(values) !== 1460) return 0;
  const ttl = (wordAt(words, at, word.ip) >>> 8) & 0xff;
  const kinds = wordAt(words, at, word.optionKinds);
  const scale = scaleOf(values);
  // The default of 4.1.0, which started at TTL 255; all newer ones start at 64, as no Windows does.
  if (kinds === linuxLayout && scale === 7 && (ttl <= 64 || ttl > 128) && hasUnixTime(words, at))
    return 1 << sign.zmapLinux;
  if (ttl > 64) return 0;
  if (kinds === windowsLayout && scale === 8) return 1 << sign.zmapWindows;
  if (kinds === bsdLayout && scale === 6 && hasUnixTime(words, at)) return 1 << sign.zmapBsd;
  return kinds === mss ? 1 << sign.zmapSmallest : 0;
}

/** The timestamp is a time of day after 4.1.0 came out (March 2024) and, as a signed number, before 2038. */
const hasUnixTime = (words: Uint32Array, at: number): boolean =>
  wordAt(words, at, word.timestampEcho) === 0 && wordAt(words, at, word.timestamp) >= 1_710_000_000;

const source = 'https://github.com/zmap/zmap/blob/main/src/probe_modules';
const changes = 'https://github.com/zmap/zmap/blob/main/CHANGELOG.md';

const identification: ToolRule = {
  name: 'zmap-54321',
  tool: 'zmap',
  era: '4.0 or older, and its forks',
  needs: known.ipId | known.window | known.flags,
  chance: '2^-16 a packet, for two packets at most: a constant is one coincidence',
  level: 'proven',
  sources: [`${source}/packet.c`],
  judge(summary) {
    const matches = signsSeen(summary, 'zmapIdentification');
    const tried = synsTried(summary);
    if (summary.protocol !== 'tcp' || matches === 0 || matches < tried / 20) return null;
    const chance = coincidence(Math.min(matches, 2), Math.min(tried, 2), 2 ** -16);
    const because = [`id 54321 and window 65535 in ${share(matches, tried)}.`];
    if (moves(summary)) because.push('Retries keep sequence and id and move the source port.');
    return {
      version: '4.0 or older',
      level: matches > 1 ? 'proven' : 'likely',
      chance,
      packets: matches,
      because,
    };
  },
};

const identificationOnly: ToolRule = {
  name: 'zmap-54321-datagram',
  tool: 'zmap',
  era: '4.0 or older',
  needs: known.ipId,
  chance: '2^-16 a packet, for two packets at most',
  level: 'likely',
  sources: [`${source}/packet.c`],
  judge(summary) {
    const matches = signsSeen(summary, 'zmapIdentification');
    if (summary.protocol === 'tcp' || matches < 2 || matches < summary.signsTried / 20) return null;
    return {
      version: '4.0 or older',
      level: 'likely',
      chance: coincidence(2, 2, 2 ** -16),
      packets: matches,
      because: [`id 54321 in ${share(matches, summary.signsTried)}.`],
    };
  },
};

const sets = [
  { seen: 'zmapWindows', version: '4.1.1 or newer', text: 'as Windows orders them' },
  { seen: 'zmapLinux', version: '4.1 or newer', text: 'as Linux orders them' },
  { seen: 'zmapBsd', version: '4.1.1 or newer', text: 'as BSD orders them' },
  { seen: 'zmapSmallest', version: '4.1.1 or newer', text: 'an MSS alone' },
] as const;

const options: ToolRule = {
  name: 'zmap-options',
  tool: 'zmap',
  era: '4.1 or newer',
  needs: optionsNeeds | known.window | known.fragment | known.flags,
  chance: '2^-48 a retry, 5/2^32 a timestamp; none stated for the options alone',
  level: 'proven',
  sources: [`${source}/module_tcp_synscan.c`, changes],
  judge(summary) {
    const [best] = sets
      .map(({ seen, version, text }) => ({ version, text, packets: signsSeen(summary, seen) }))
      .toSorted((one, other) => other.packets - one.packets);
    const tried = synsTried(summary);
    if (best === undefined || best.packets === 0 || best.packets < tried / 20) return null;
    const { low } = summary.ttl ?? { low: 0 };
    const version = best.version === '4.1 or newer' && low > 128 ? '4.1.0' : best.version;
    const because = [
      `Window 65535, MSS 1460 and its options (${best.text}) without DF in ${share(best.packets, tried)}; a kernel that sends these options sets DF.`,
    ];
    const clocks = timesOfDay(summary.samples);
    if (clocks > 0)
      because.push(
        `The timestamp option is the time of day in ${clocks} kept packets; kernels count from a secret start.`,
      );
    const moved = moves(summary);
    if (moved) because.push('Retries keep sequence and id and move the source port.');
    let chance = moved ? 2 ** -48 : null;
    if (clocks > 1) chance = (chance ?? 1) * (5 / 2 ** 32);
    const level = chance !== null && best.packets > 1 ? 'proven' : best.packets > 1 ? 'likely' : 'possible';
    return { version, level, chance, packets: best.packets, because };
  },
};

const payload: ToolRule = {
  name: 'zmap-payload',
  tool: 'zmap',
  era: 'all with the probe files of examples/udp-probes',
  needs: known.payload,
  chance: 'none stated',
  level: 'likely',
  sources: ['https://github.com/zmap/zmap/tree/main/examples/udp-probes'],
  judge: (summary) => payloadCandidate(summary, 'zmap'),
};

/** Two packets to one target and port with one sequence and id, from different source ports. */
const moves = (summary: SourceSummary): boolean =>
  pairsSeen(summary, 'movedSourcePort') > 0 ||
  synSamples(summary).some((one, index, all) =>
    all
      .slice(index + 1)
      .some(
        (other) =>
          one.sequence !== null &&
          one.ipId !== null &&
          one.destination === other.destination &&
          one.destinationPort === other.destinationPort &&
          one.sequence === other.sequence &&
          one.ipId === other.ipId &&
          one.sourcePort !== other.sourcePort,
      ),
  );

/** Samples whose timestamp option is the second at which they came, give or take two. */
const timesOfDay = (samples: readonly Probe[]): number =>
  samples.filter(({ at, options }) => {
    const stamp = options?.find((option) => option.startsWith('TS '))?.split(' ')[1];
    return at !== null && stamp !== undefined && Math.abs(Number(stamp) - at / 1e6) <= 2.5;
  }).length;

export const zmapRules: readonly ToolRule[] = [identification, identificationOnly, options, payload];

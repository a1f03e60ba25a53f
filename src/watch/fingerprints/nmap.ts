import type { Probe } from '../../core/probe.ts';
import { known } from '../record.ts';
import type { SourceSummary } from '../source-summary.ts';
import { coincidence, provenBelow } from './chance.ts';
import {
  differentValues,
  drawsTtl,
  isV6Address,
  pairsSeen,
  share,
  signsSeen,
  synsTried,
} from './evidence.ts';
import type { Candidate, ToolRule } from './rule.ts';

/** 1024 in current versions; older ones drew 1024, 2048, 3072 or 4096. */
export const isNmapWindow = (window: number): boolean =>
  (window & 0x3ff) === 0 && (window - 1024) >>> 0 <= 3072;

const engine = 'https://github.com/nmap/nmap/blob/master/scan_engine_raw.cc';
const tcpip = 'https://github.com/nmap/nmap/blob/master/tcpip.cc';

/** What nmap hides its try number in: the sequence of a probe, where it sets ACK the acknowledgement. */
const numberOf = ({ flags, sequence, acknowledgement }: Probe): number | null =>
  flags?.includes('A') === true ? acknowledgement : sequence;

const mirrors = (one: number, other: number): boolean => (one ^ other) >>> 16 === ((one ^ other) & 0xffff);

/** The different numbers of the kept probes that have nmap's form, and whether each pair of them mirrors. */
function numbersOf(summary: SourceSummary): {
  readonly different: readonly number[];
  readonly mirror: boolean;
} {
  const numbers = summary.samples.filter(hasForm).map(numberOf);
  const different = differentValues(numbers);
  return {
    different,
    mirror: different.every((one, index) => different.slice(index + 1).every((other) => mirrors(one, other))),
  };
}

const hasForm = ({ window, dontFragment, flags, headerLength }: Probe): boolean =>
  (window === null || isNmapWindow(window)) &&
  dontFragment !== true &&
  flags !== null &&
  (headerLength === null || headerLength <= 24);

const formsSeen = (summary: SourceSummary): number =>
  signsSeen(summary, 'nmapSyn') + signsSeen(summary, 'nmapFlags');

const formText = (summary: SourceSummary): string => {
  const syns = signsSeen(summary, 'nmapSyn');
  const others = signsSeen(summary, 'nmapFlags');
  const parts = [];
  if (syns > 0)
    parts.push(
      `MSS 1460 as the only option, window 1024 to 4096, no DF in ${share(syns, synsTried(summary))}`,
    );
  if (others > 0)
    parts.push(
      `bare ${kindsOf(summary)} with window 1024 to 4096 and no DF in ${share(others, summary.signsTried)}`,
    );
  return `${parts.join('; ')}.`;
};

const kinds = { null: 'NULL', fin: 'FIN', xmas: 'Xmas', ack: 'ACK', other: 'odd flags' } as const;

const kindsOf = ({ shapes, samples }: SourceSummary): string =>
  (Object.keys(kinds) as (keyof typeof kinds)[])
    .filter((shape) => shapes[shape] > 0)
    .map((shape) => (shape === 'other' && samples.every(isMaimon) ? 'FIN-ACK' : kinds[shape]))
    .join(', ');

/** The scan of `-sM`, after Uriel Maimon, Phrack 49-15 (1996). */
const isMaimon = ({ flags }: Probe): boolean => flags === 'FA';

const ttlText = 'The TTL is drawn anew for each packet, within 23 values.';

const halves: ToolRule = {
  name: 'nmap-halves',
  tool: 'nmap',
  era: 'all with raw sockets: -sS -sA -sW -sN -sF -sX -sM',
  needs: known.sequence | known.flags | known.ports,
  chance: '2^-16 for each further number',
  level: 'proven',
  sources: [engine],
  judge(summary) {
    if (summary.protocol !== 'tcp') return null;
    const { different, mirror } = numbersOf(summary);
    const pairs = pairsSeen(summary, 'equalHalves');
    const forms = formsSeen(summary);
    const told = Math.max(mirror ? different.length - 1 : 0, pairs > 0 && forms > 0 ? 1 : 0);
    if (told < 1) return null;
    const others =
      summary.pairsTried - pairs - pairsSeen(summary, 'sameSequence') - pairsSeen(summary, 'retransmission');
    // A scanner that draws a number for each packet has as many pairs that do not mirror.
    if (others > pairs + pairsSeen(summary, 'sameSequence') && !mirror) return null;
    const chance = coincidence(told, told, 2 ** -16);
    const because = [
      `The sequence numbers differ by equal halves: ${told + 1} different ones in ${summary.packets} packets, each a mirror of the others.`,
    ];
    const inForm = forms >= Math.max(1, summary.signsTried * 0.5);
    if (forms > 0) because.push(formText(summary));
    if (drawsTtl(summary)) because.push(ttlText);
    // IPv6 probes leave with one hop limit; there the bytes of ten and more stand for it.
    const drawn = drawsTtl(summary) || (isV6Address(summary.address) && forms >= 10);
    const sure = chance <= provenBelow || (inForm && drawn);
    if (!sure && !inForm) return { version: null, level: 'possible', chance, packets: forms, because };
    return {
      version: versionOf(summary),
      level: sure ? 'proven' : 'likely',
      chance,
      packets: forms || summary.packets,
      because,
    };
  },
};

const form: ToolRule = {
  name: 'nmap-form',
  tool: 'nmap',
  era: 'all with raw sockets, by window, header and TTL',
  needs: known.window | known.flags,
  chance: 'none stated',
  level: 'likely',
  sources: [tcpip, engine],
  judge(summary) {
    const forms = formsSeen(summary);
    if (forms === 0 || forms < summary.signsTried * 0.05) return null;
    const same = pairsSeen(summary, 'sameSequence');
    const { different } = numbersOf(summary);
    const constant =
      (forms >= 3 && different.length === 1 && (same > 0 || summary.ports.count > 1)) || isDiscovery(summary);
    const because = [formText(summary)];
    if (constant)
      because.push('One sequence number serves all targets and ports; kernels draw a new one for each.');
    if (drawsTtl(summary)) because.push(ttlText);
    return {
      ...formLevel(summary, forms, constant, different.length),
      version: versionOf(summary),
      packets: forms,
      because,
    };
  },
};

/** Host discovery: a SYN and an ACK to other ports with one number, here as sequence, there as acknowledgement. */
const isDiscovery = ({ samples }: SourceSummary): boolean =>
  samples.some(
    (syn) =>
      syn.flags === 'S' &&
      hasForm(syn) &&
      samples.some((ack) => ack.flags === 'A' && hasForm(ack) && ack.acknowledgement === syn.sequence),
  );

function formLevel(
  summary: SourceSummary,
  forms: number,
  constant: boolean,
  numbers: number,
): Pick<Candidate, 'level' | 'chance'> {
  // Numbers that all differ are another tool's: nmap has three or four in a run.
  const contradicted = numbers > 6;
  const level = !contradicted && (constant || (forms >= 3 && drawsTtl(summary))) ? 'likely' : 'possible';
  return { level, chance: null };
}

/** Older versions drew the window; a current one has 1024 alone. */
function versionOf(summary: SourceSummary): string | null {
  const windows = differentValues(summary.samples.map(({ window }) => window)).filter(isNmapWindow);
  return windows.length > 1 ? 'older: draws its windows' : null;
}

export const nmapRules: readonly ToolRule[] = [halves, form];

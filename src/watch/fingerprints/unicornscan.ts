import type { Probe } from '../../core/probe.ts';
import { known, optionKind } from '../record.ts';
import type { SourceSummary } from '../source-summary.ts';
import { coincidence, provenBelow } from './chance.ts';
import { pairsSeen, share, signsSeen, synSamples, synsTried } from './evidence.ts';
import { segmentOf } from './fields.ts';
import { equalHalves } from './pair-signs.ts';
import type { ToolRule } from './rule.ts';

const needs = known.optionKinds | known.optionValues;

/** Its default mimicry: MSS 1024 and an MD5 signature in a first SYN, which nobody can have agreed upon. */
export const signUnicornMimic = (has: number, kinds: number, values: number): boolean =>
  segmentOf(values) === 1024 && (has & needs) === needs && hasKind(kinds, optionKind.md5);

function hasKind(kinds: number, kind: number): boolean {
  for (let rest = kinds; (rest & 7) !== 0; rest >>>= 3) if ((rest & 7) === kind) return true;
  return false;
}

const header = 'https://github.com/dneufeld/unicornscan/blob/master/src/scan_progs/tcphash.h';
const sender = 'https://github.com/dneufeld/unicornscan/blob/master/src/scan_progs/send_packet.c';
const perPair = 2 ** -30;

const relation: ToolRule = {
  name: 'unicornscan-relation',
  tool: 'unicornscan',
  era: '0.4',
  needs: known.sequence | known.ports | known.flags,
  chance: '2^-30 a pair of packets with different ports',
  level: 'proven',
  sources: [header, sender],
  judge(summary) {
    const matches = Math.max(pairsSeen(summary, 'sequenceFollowsTarget'), pairsAmongSamples(summary));
    if (matches === 0) return null;
    const chance = coincidence(matches, Math.max(matches, summary.pairsTried), perPair);
    if (chance > 1e-3) return null;
    const because = [
      `Sequence numbers differ exactly as targets and ports do, in ${matches} pairs of packets: one key for the run.`,
    ];
    if (signsSeen(summary, 'unicornMimic') > 0) because.push('MSS 1024 and an MD5 signature in a first SYN.');
    return {
      version: null,
      level: chance <= provenBelow ? 'proven' : 'likely',
      chance,
      packets: synsTried(summary),
      because,
    };
  },
};

const mimic: ToolRule = {
  name: 'unicornscan-mimic',
  tool: 'unicornscan',
  era: '0.4',
  needs: needs | known.flags,
  chance: 'none stated',
  level: 'possible',
  sources: [header, sender],
  judge(summary) {
    const seen = signsSeen(summary, 'unicornMimic');
    if (seen === 0) return null;
    const because = [`MSS 1024 and an MD5 signature in a first SYN, in ${share(seen, synsTried(summary))}.`];
    return { version: null, level: 'possible', chance: null, packets: seen, because };
  },
};

/** The pairs of one kept SYN with the next that have different ports and keep the relation. */
function pairsAmongSamples(summary: SourceSummary): number {
  const samples = synSamples(summary);
  let pairs = 0;
  for (const [index, one] of samples.entries()) {
    const next = samples[index + 1];
    if (next !== undefined && related(one, next)) pairs++;
  }
  return pairs;
}

function related(one: Probe, other: Probe): boolean {
  if (one.sequence === null || other.sequence === null || one.sequence === other.sequence) return false;
  const targets = addressNumber(one.destination) ^ addressNumber(other.destination);
  const turned =
    addressNumber(one.destination.split('.').toReversed().join('.')) ^
    addressNumber(other.destination.split('.').toReversed().join('.'));
  const source = (one.sourcePort ?? 0) ^ (other.sourcePort ?? 0);
  const destination = (one.destinationPort ?? 0) ^ (other.destinationPort ?? 0);
  if (source === 0 && destination === 0) return false;
  const ports = new Set([(source << 16) | destination, (destination << 16) | source]);
  const difference = one.sequence ^ other.sequence;
  if (equalHalves(difference)) return false;
  // The address in either byte order, the ports in either place: as in pair-signs.ts.
  return ports.has(difference ^ targets) || ports.has(difference ^ turned);
}

/** NaN (0 in integer arithmetic) for IPv6, of which the relation is not known. */
const addressNumber = (address: string): number =>
  address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);

export const unicornscanRules: readonly ToolRule[] = [relation, mimic];

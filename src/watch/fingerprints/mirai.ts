import { known } from '../record.ts';
import type { SourceSummary } from '../source-summary.ts';
import { coincidence, provenBelow } from './chance.ts';
import { share, signsSeen, synsTried } from './evidence.ts';
import type { ToolRule } from './rule.ts';

/** sequence = destination. The caller has seen that it is IPv4. */
export const signMiraiRelation = (has: number, destination: number, sequence: number): boolean =>
  destination === sequence && (has & known.sequence) !== 0;

const code = 'https://github.com/jgamblin/Mirai-Source-Code/blob/master/mirai/bot/scanner.c';
const perPacket = 2 ** -32;

const relation: ToolRule = {
  name: 'mirai-relation',
  tool: 'mirai',
  era: 'the family since 2016',
  needs: known.sequence | known.flags,
  chance: '2^-32 a target',
  level: 'proven',
  sources: [code],
  judge(summary) {
    const matches = signsSeen(summary, 'miraiRelation');
    const tried = synsTried(summary);
    if (matches === 0) return null;
    // The number depends on the target alone: a second packet to the same target is no further coincidence.
    const independent = Math.min(matches, Math.max(1, summary.targets.count));
    const chance = coincidence(
      independent,
      Math.max(independent, tried - (matches - independent)),
      perPacket,
    );
    if (chance > 1e-3) return null;
    const because = [`sequence = destination in ${share(matches, tried)}.`, ...formOf(summary, tried)];
    return {
      version: versionOf(summary),
      level: chance <= provenBelow ? 'proven' : 'likely',
      chance,
      packets: matches,
      because,
    };
  },
};

const behindNat: ToolRule = {
  name: 'mirai-behind-nat',
  tool: 'mirai',
  era: 'the family since 2016',
  needs: known.sequence | known.flags,
  chance: '2^-32 a further source, unless a program has one number for all',
  level: 'likely',
  sources: [code],
  judge(summary) {
    const { shared } = summary;
    if (shared === null || shared.tool !== 'mirai' || shared.sources < 2) return null;
    if (signsSeen(summary, 'miraiRelation') > 0) return null;
    const because = [
      `${shared.sources} sources send this target one sequence number, in ${shared.matches} packets: the address before a translation, as Mirai writes it there.`,
      ...formOf(summary, synsTried(summary)),
    ];
    const customary = onlyCustomaryPorts(summary);
    return {
      version: versionOf(summary),
      level: customary && shared.sources > 2 ? 'likely' : 'possible',
      chance: coincidence(shared.sources - 1, Math.max(0, shared.tried - 1), perPacket),
      packets: synsTried(summary),
      because,
    };
  },
};

const onlyCustomaryPorts = ({ ports }: SourceSummary): boolean =>
  ports.top.length > 0 && ports.top.every(({ port }) => port === 23 || port === 2323);

const versionOf = (summary: SourceSummary): string | null =>
  onlyCustomaryPorts(summary) ? 'ports 23 and 2323, as the original' : 'a variant with other ports';

function formOf(summary: SourceSummary, tried: number): readonly string[] {
  const because = [];
  const bare = signsSeen(summary, 'bareSyn');
  if (bare > 0) because.push(`No options and no DF in ${share(bare, tried)}.`);
  if (tried > 2 && summary.sourcePorts.count === 1)
    because.push('One source port for all, as one process of it has.');
  return because;
}

export const miraiRules: readonly ToolRule[] = [relation, behindNat];

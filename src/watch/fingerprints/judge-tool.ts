import type { Certainty, ToolVerdict } from '../../core/knock.ts';
import type { SourceSummary } from '../source-summary.ts';
import type { Candidate, ToolRule } from './rule.ts';
import { toolRules } from './rules.ts';

interface Found extends Candidate {
  readonly tool: string;
}

const rank: Readonly<Record<Certainty, number>> = { proven: 3, likely: 2, possible: 1, unknown: 0 };

/**
 * The tool behind a source's packets: the surest candidate, of two the one that accounts for more packets, of those
 * the one of the smaller chance. What else is at least likely is told as another sender behind the address.
 */
export function judgeTool(summary: SourceSummary): ToolVerdict {
  const candidates = toolRules.flatMap((rule) => candidateOf(rule, summary)).toSorted(bySureness);
  const [best, ...rest] = candidates;
  if (best === undefined) return { name: null, version: null, level: 'unknown', chance: null, because: [] };
  const supporting = rest.filter(({ tool }) => tool === best.tool);
  const others = rest.filter(({ tool, level }) => tool !== best.tool && rank[level] >= rank.likely);
  return {
    name: best.tool,
    version: best.version ?? supporting.find(({ version }) => version !== null)?.version ?? null,
    level: best.level,
    chance: best.chance,
    because: [
      ...new Set([
        ...best.because,
        ...supporting.flatMap(({ because }) => because),
        ...others.map((other) => besides(other)),
      ]),
    ],
  };
}

function candidateOf(rule: ToolRule, summary: SourceSummary): readonly Found[] {
  if ((summary.fieldsAny & rule.needs) !== rule.needs) return [];
  const candidate = rule.judge(summary);
  return candidate === null ? [] : [{ ...candidate, tool: rule.tool }];
}

const bySureness = (one: Found, other: Found): number =>
  rank[other.level] - rank[one.level] ||
  other.packets - one.packets ||
  (one.chance ?? 1) - (other.chance ?? 1);

const besides = ({ tool, packets, because }: Found): string =>
  `Besides, ${tool} in ${packets} packets: ${because[0] ?? ''}`;

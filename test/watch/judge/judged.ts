import type { Scan } from '../../../src/core/knock.ts';
import { judge, type JudgeContext } from '../../../src/watch/judge/index.ts';
import type { SourceSummary } from '../../../src/watch/source-summary.ts';
import { defaultThresholds, type Thresholds } from '../../../src/watch/thresholds.ts';

export interface Asked {
  readonly thresholds?: Partial<Thresholds>;
  readonly more?: JudgeContext['more'];
  readonly registryName?: JudgeContext['registryName'];
}

/** What is said of summaries. */
export const judged = (summaries: readonly SourceSummary[], asked: Asked = {}): readonly Scan[] =>
  judge(summaries, {
    thresholds: { ...defaultThresholds, ...asked.thresholds },
    more: asked.more ?? new Map(),
    registryName: asked.registryName,
  });

/** The kinds alone, with the source's address. */
export const kindsOf = (summaries: readonly SourceSummary[], asked: Asked = {}): readonly string[] =>
  judged(summaries, asked).map(
    ({ kind, source, sourceCount }) => `${kind} ${source ?? `${sourceCount} sources`}`,
  );

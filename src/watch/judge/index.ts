import type { Scan } from '../../core/knock.ts';
import type { SourceSummary } from '../source-summary.ts';
import { judgeAll } from './all.ts';
import type { JudgeContext } from './context.ts';

export type { JudgeContext } from './context.ts';

/**
 * What the sources did, the weightiest first. The same scans for any order of the summaries; nothing for a source that
 * only talks to services that accept it. Sources whose packets are answers (backscatter) must not be among them.
 */
export const judge = (summaries: readonly SourceSummary[], context: JudgeContext): readonly Scan[] =>
  judgeAll(summaries, context);

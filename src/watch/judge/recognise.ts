import type { Intent, KnockKind, ToolVerdict } from '../../core/knock.ts';
import type { SourceSummary } from '../source-summary.ts';

const noTool: ToolVerdict = { name: null, version: null, level: 'unknown', chance: null, because: [] };

/** Which tool made the packets. Until `fingerprints/` is whole nothing is claimed. */
export const judgeTool = (_summary: SourceSummary): ToolVerdict => noTool;

/** What they look for. Until `intent/` is there nothing is claimed. */
export const intentsOf = (_summary: SourceSummary, _kind: KnockKind): readonly Intent[] => [];

import type { Certainty } from '../../core/knock.ts';
import type { SourceSummary } from '../source-summary.ts';

/** What speaks for a tool in one source's packets. */
export interface Candidate {
  readonly version: string | null;
  readonly level: Exclude<Certainty, 'unknown'>;
  /** See `ToolVerdict.chance`. */
  readonly chance: number | null;
  /** Packets that fit. */
  readonly packets: number;
  readonly because: readonly string[];
}

/** How a tool gives itself away. `docs/fingerprints.md` has a row for each; a test compares them. */
export interface ToolRule {
  /** Stable: `masscan-relation`. */
  readonly name: string;
  readonly tool: string;
  /** Versions that it recognises. */
  readonly era: string;
  /** Bits of `known` (record.ts) without which it cannot be asked. */
  readonly needs: number;
  /** The chance that an unrelated packet (or pair of packets) fits, in words; `none stated` for mere shapes. */
  readonly chance: string;
  /** The most that it can say. */
  readonly level: Exclude<Certainty, 'unknown'>;
  /** Where the facts were read; none where no primary source was found, which allows `possible` alone. */
  readonly sources: readonly string[];
  judge(summary: SourceSummary): Candidate | null;
}

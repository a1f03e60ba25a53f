/** Should it be so: from no objection to a certain contradiction; `unknown` = too little could be seen. */
export const verdictLevels = ['expected', 'plausible', 'suspect', 'wrong', 'unknown'] as const;

export type VerdictLevel = (typeof verdictLevels)[number];

export interface Reason {
  /** The rule's name, stable, as in `docs/verdicts.md`. */
  readonly rule: string;
  readonly level: VerdictLevel;
  readonly text: string;
  /** The observed values the rule went by, by name. */
  readonly evidence: Readonly<Record<string, string | number | boolean | null>>;
}

export interface Verdict {
  readonly level: VerdictLevel;
  readonly because: readonly Reason[];
}

/**
 * Who knocks: captures, firewall logs and the network itself, in silence. Light to load: what only some commands need
 * comes when it is called for.
 */
export type { Analysis, AnalysisOptions, Findings } from './findings.ts';
export type { InputSummary, Skipped } from './input.ts';
export type { Thresholds } from './thresholds.ts';

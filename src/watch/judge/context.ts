import type { Thresholds } from '../thresholds.ts';
import type { RegistryName } from './kind-rule.ts';

/** What the tables know beside the sources that were taken out of them. */
export interface JudgeContext {
  readonly thresholds: Thresholds;
  /** Sources that were not taken out, by the campaign key of their first probe (`campaignKeyOf`). */
  readonly more: ReadonlyMap<number, MoreSources>;
  /** What the registry calls a port, where somebody can tell; only for sentences. */
  readonly registryName?: RegistryName | undefined;
}

export interface MoreSources {
  readonly sources: number;
  readonly packets: number;
}

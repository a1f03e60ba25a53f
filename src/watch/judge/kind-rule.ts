import type { KnockKind } from '../../core/knock.ts';
import type { ProbeProtocol } from '../../core/probe.ts';
import type { Thresholds } from '../thresholds.ts';
import type { Facts } from './facts.ts';

/** What one source did by itself, and why. */
export interface KindVerdict {
  readonly kind: KnockKind;
  readonly because: readonly string[];
}

export type RegistryName = (port: number, transport: ProbeProtocol) => string | null;

/** One question about a source; null where its answer is no. */
export type KindRule = (facts: Facts, thresholds: Thresholds, nameOf: RegistryName) => KindVerdict | null;

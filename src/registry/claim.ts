import type { Transport } from '../core/transport.ts';

export const claimKinds = [
  'purpose',
  'history',
  'lifecycle',
  'use-today',
  'risk',
  'tooling',
  'correction',
  'faq',
] as const;

export type ClaimKind = (typeof claimKinds)[number];

/** A source somebody looked up. */
export interface Citation {
  readonly title: string;
  readonly url: string;
  /** ISO date of the look. */
  readonly accessed: string;
}

/** One sentence or few about a port, with what it rests on. */
export interface Claim {
  readonly kind: ClaimKind;
  /** The question, for `faq`. */
  readonly question?: string;
  readonly text: string;
  /** Narrows the claim to one transport. */
  readonly transport?: Transport;
  readonly sources: readonly Citation[];
}

export const findings = ['confirmed', 'corrected', 'unsupported'] as const;
type Finding = (typeof findings)[number];

/** What popular references say, held against the sources. */
export interface Statement {
  readonly says: string;
  readonly finding: Finding;
  /** What the sources say instead, or how they bear it out. */
  readonly text: string;
  readonly sources: readonly Citation[];
}

/** What is known about a port beyond its registration; written by hand, each claim cited. */
export interface Dossier {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly ports: readonly number[];
  /** Nothing current uses it: whoever comes is news. */
  readonly dormant: boolean;
  /** Ports that belong to the story, with the reason. */
  readonly related: readonly { readonly port: number; readonly why: string }[];
  readonly claims: readonly Claim[];
  readonly statements: readonly Statement[];
}

import type { Span } from '../../core/range.ts';
import type { BindScope, PolicyProtocol } from './identity.ts';

/** What a line of a policy may ask of a listener. Null = anything will do. */
export interface Wanted {
  readonly protocol: PolicyProtocol | null;
  readonly ports: Span | null;
  readonly scope: BindScope | null;
  readonly address: string | null;
  /** Pattern, see `pattern.ts`. */
  readonly program: string | null;
  readonly runs: string | null;
  readonly unit: string | null;
  readonly container: string | null;
  readonly namespace: string | null;
}

/** A listener that is wanted. */
export interface PolicyEntry extends Wanted {
  /** It may be absent. */
  readonly optional: boolean;
  /** Other programs that may share the port; patterns. */
  readonly also: readonly string[];
  /** Line of the entry in its file, from 1. */
  readonly line: number;
}

/** Sockets on passing ports: any number of them, on any port of the machine's ephemeral range. */
export type EphemeralEntry = Omit<Wanted, 'ports' | 'address'> & { readonly line: number };

export type IgnoreEntry = Wanted & { readonly why: string | null; readonly line: number };

/** A policy file, read and checked. */
export interface Policy {
  readonly name: string;
  readonly listeners: readonly PolicyEntry[];
  readonly ephemeral: readonly EphemeralEntry[];
  readonly ignore: readonly IgnoreEntry[];
}

/** Nobody writes a policy of more than a megabyte; whoever reads the file may refuse it by its size already. */
export const policySizeLimit = 1_000_000;

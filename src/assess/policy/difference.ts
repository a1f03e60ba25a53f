import type { Listener } from '../../inspect/listener.ts';
import type { BindScope, Identity, PolicyProtocol } from './identity.ts';
import type { PolicyEntry } from './policy.ts';

/** In the order in which they are told of one place. */
export const differenceKinds = ['unexpected', 'replaced', 'scope', 'moved', 'outsider', 'missing'] as const;

/**
 * - `unexpected`: it listens, and no line of the policy covers it.
 * - `replaced`: at the same place another program, unit or container listens.
 * - `scope`: the same program can now be reached from further away, or from less far.
 * - `moved`: the same program listens on another port.
 * - `outsider`: a program that the line does not name shares the port (SO_REUSEPORT).
 * - `missing`: a listener that the policy requires is not there.
 */
export type DifferenceKind = (typeof differenceKinds)[number];

export interface PolicyDifference {
  readonly kind: DifferenceKind;
  readonly protocol: PolicyProtocol | null;
  /** The port where it is now, or, for `missing`, the first one where it should be. */
  readonly port: number | null;
  readonly scope: BindScope | null;
  /** One sentence, harmless for a terminal. */
  readonly text: string;
  /** The line of the policy that it is about; null where none is. */
  readonly line: number | null;
  readonly entry: PolicyEntry | null;
  readonly listener: Listener | null;
  /** For `scope`: whether it reaches further than before. */
  readonly direction?: 'widened' | 'narrowed' | 'changed';
  /** The fields that differ, for `replaced`: what the policy says and what is there. */
  readonly fields?: readonly {
    readonly field: string;
    readonly wanted: string;
    readonly found: string | null;
  }[];
}

/** What could not be compared, because too little was visible. */
export interface PolicyDoubt {
  readonly protocol: PolicyProtocol | null;
  readonly port: number | null;
  readonly text: string;
  readonly line: number | null;
  readonly listener: Listener | null;
}

export interface PolicyComparison {
  /** Certain differences; empty = none was found. */
  readonly differences: readonly PolicyDifference[];
  /** Where it could not be told; not empty = the comparison is incomplete. */
  readonly couldNotTell: readonly PolicyDoubt[];
}

/** `22/tcp (any)`, `a packet socket`: the place of a listener for a sentence. */
export const placeText = ({
  protocol,
  port,
  scope,
}: Pick<Identity, 'protocol' | 'port' | 'scope'>): string =>
  port === null ? `a ${protocol} socket` : `${port}/${protocol} (${scope})`;

import { errorCatalogue, type ErrorCode } from '../../core/errors.ts';
import type { PortInspection } from '../../inspect/index.ts';
import type { Inspection } from '../../inspect/listener.ts';
import type { EndOutcome } from '../../web/index.ts';
import type { Lacking } from './lacking.ts';
import { isInspection, isPortInspection } from './inspection-shape.ts';
import { anyOf, type Check, either, listOf, nothing, orNull, record, text, whole } from './shape.ts';

/*
 * What the privileged process says. First, once, what it opened; then an answer to each question, and at the end that the
 * agent has to stop.
 */
export interface Grant {
  readonly type: 'grant';
  readonly captures: readonly {
    readonly fd: number;
    readonly ringBytes: number;
    readonly interface: string | null;
  }[];
  readonly captureRefused: { readonly why: string; readonly missing: readonly string[] } | null;
  readonly ownerSocket: { readonly fd: number; readonly path: string } | null;
  readonly ownerSocketRefused: string | null;
  readonly lock: number | null;
  readonly files: readonly number[];
  /** Who started the agent, and may use its socket. */
  readonly owner: number;
  readonly helperPid: number;
  readonly lacking: readonly Lacking[];
}

interface Looked {
  readonly type: 'looked';
  readonly id: number;
  /** Null: nothing changed since the last. */
  readonly inspection: Inspection | null;
}

interface LookedAt {
  readonly type: 'lookedAt';
  readonly id: number;
  readonly inspection: PortInspection;
}

interface Ended {
  readonly type: 'ended';
  readonly id: number;
  readonly outcome: EndOutcome;
}

/** A question that could not be answered. */
interface Failed {
  readonly type: 'failed';
  readonly id: number;
  readonly code: ErrorCode;
  readonly asked: string;
  readonly found: string;
  readonly todo: string | null;
}

interface Stop {
  readonly type: 'stop';
}

export type Answer = Looked | LookedAt | Ended | Failed;
export type FromHelper = Grant | Answer | Stop;

const mostDescriptor = 1 << 20;
const isDescriptor = whole(0, mostDescriptor);
const isId = whole(1);
const isSentence = text(16_384);

const isLacking: Check<Lacking> = record<Lacking>({
  capabilities: listOf(text(), 64),
  lost: isSentence,
  grant: isSentence,
});

const sets: Readonly<Record<FromHelper['type'], Check<FromHelper>>> = {
  grant: record<Grant>({
    type: anyOf('grant'),
    captures: listOf(
      record<Grant['captures'][number]>({
        fd: isDescriptor,
        ringBytes: whole(),
        interface: orNull(text(64)),
      }),
      64,
    ),
    captureRefused: either(
      nothing,
      record<NonNullable<Grant['captureRefused']>>({ why: isSentence, missing: listOf(text(64), 64) }),
    ),
    ownerSocket: either(
      nothing,
      record<NonNullable<Grant['ownerSocket']>>({ fd: isDescriptor, path: text() }),
    ),
    ownerSocketRefused: orNull(isSentence),
    lock: orNull(isDescriptor),
    files: listOf(isDescriptor, 1024),
    owner: whole(0, 0xffff_fffe),
    helperPid: whole(1, 1 << 22),
    lacking: listOf(isLacking, 64),
  }),
  looked: record<Looked>({ type: anyOf('looked'), id: isId, inspection: either(nothing, isInspection) }),
  lookedAt: record<LookedAt>({ type: anyOf('lookedAt'), id: isId, inspection: isPortInspection }),
  ended: record<Ended>({
    type: anyOf('ended'),
    id: isId,
    outcome: anyOf('ended', 'signalled', 'gone', 'refused'),
  }),
  failed: record<Failed>({
    type: anyOf('failed'),
    id: isId,
    code: anyOf(...(Object.keys(errorCatalogue) as ErrorCode[])),
    asked: isSentence,
    found: isSentence,
    todo: orNull(isSentence),
  }),
  stop: record<Stop>({ type: anyOf('stop') }),
};

const kinds = Object.values(sets);

/** Null for whatever is not in the set. */
export function decodeFromHelper(value: unknown): FromHelper | null {
  for (const is of kinds) if (is(value)) return value;
  return null;
}

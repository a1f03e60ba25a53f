import { type Transport, transports } from '../../core/transport.ts';
import type { EndHolder } from '../../web/index.ts';
import { anyOf, type Check, orNull, record, truth, whole } from './shape.ts';

/*
 * All that the unprivileged process may ask of the privileged one. There is nothing else in the set: no path, no command,
 * no descriptor, no text at all.
 */
interface Ready {
  readonly type: 'ready';
}

/** The agent ends: the name of its socket is to go. */
interface Leaving {
  readonly type: 'stop';
}

interface AskLook {
  readonly type: 'look';
  readonly id: number;
}

interface AskLookAt {
  readonly type: 'lookAt';
  readonly id: number;
  readonly port: number;
  readonly transport: Transport | null;
}

interface AskEnd extends EndHolder {
  readonly type: 'end';
  readonly id: number;
}

export type Question = AskLook | AskLookAt | AskEnd;
export type FromAgent = Ready | Leaving | Question;

const isId = whole(1);
const isPort = whole(0, 0xffff);
const isTransport = anyOf(...transports);
/** PID_MAX_LIMIT, linux/threads.h. */
const isPid = whole(1, 1 << 22);

const sets: Readonly<Record<FromAgent['type'], Check<FromAgent>>> = {
  ready: record<Ready>({ type: anyOf('ready') }),
  stop: record<Leaving>({ type: anyOf('stop') }),
  look: record<AskLook>({ type: anyOf('look'), id: isId }),
  lookAt: record<AskLookAt>({
    type: anyOf('lookAt'),
    id: isId,
    port: isPort,
    transport: orNull(isTransport),
  }),
  end: record<AskEnd>({
    type: anyOf('end'),
    id: isId,
    pid: isPid,
    startTicks: whole(),
    port: isPort,
    transport: isTransport,
    force: truth,
  }),
};

const kinds = Object.values(sets);

/** Null for whatever is not in the set. */
export function decodeFromAgent(value: unknown): FromAgent | null {
  for (const is of kinds) if (is(value)) return value;
  return null;
}

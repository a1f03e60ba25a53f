import { constants } from 'node:os';
import { decoding, type Reader } from '../bytes/index.ts';
import { errnoName } from './libc.ts';
import { decodeMessages, encodeMessage, messageFlag, messageType, type NetlinkMessage } from './nlmsghdr.ts';

/** What one receive gave. `truncated`: the datagram was longer than the buffer, the rest of it is lost. */
export type Received =
  | { readonly bytes: Uint8Array; readonly truncated: boolean }
  | { readonly failed: number };

/** The part of a netlink socket that a dump needs. */
export interface NetlinkChannel {
  /** 0, or the errno that refused the message. */
  send(message: Uint8Array): number;
  receive(): Received;
  /** Throws away what is still queued; with `longer`, makes room for longer datagrams. */
  drain(longer: boolean): void;
}

/** How a dump ended. A row that could not be decoded is counted in `damaged` and left out. */
export type DumpOutcome<T> =
  | {
      readonly kind: 'rows';
      readonly rows: readonly T[];
      readonly damaged: number;
      /** Why rows may be missing or stand twice although it was tried again; null for a whole dump. */
      readonly interrupted: string | null;
    }
  /** The kernel has no such protocol, or not this way of asking for it. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface DumpRequest {
  readonly type: number;
  readonly payload: Uint8Array;
}

const mostAttempts = 5;
/** 32 KB each: more than any table of sockets, so that a kernel gone mad cannot hold us. */
const mostDatagrams = 100_000;

const { ENOENT, EOPNOTSUPP, EPROTONOSUPPORT, EAFNOSUPPORT, ENOBUFS, EAGAIN } = constants.errno;
const absence = new Set([ENOENT, EOPNOTSUPP, EPROTONOSUPPORT, EAFNOSUPPORT]);

let sequence = 0;

/**
 * Asks for a whole table and decodes its rows. A pass that the kernel marked as inconsistent
 * (NLM_F_DUMP_INTR), overran (ENOBUFS) or whose datagram did not fit is thrown away and asked for again, five
 * times at most; after that the last pass is given, marked. `decode` gets a view that is only valid during
 * the call, and throws `MESSAGE_MALFORMED` on a row it cannot read. Source: man 7 netlink, linux/netlink.h.
 */
export function dump<T>(
  channel: NetlinkChannel,
  request: DumpRequest,
  decode: (row: Reader) => T,
): DumpOutcome<T> {
  let outcome = pass(channel, request, decode);
  for (let again = 1; again < mostAttempts && wasInterrupted(outcome); again++) {
    outcome = pass(channel, request, decode);
  }
  return outcome;
}

const wasInterrupted = (outcome: DumpOutcome<unknown>): boolean =>
  outcome.kind === 'rows' && outcome.interrupted !== null;

function pass<T>(
  channel: NetlinkChannel,
  { type, payload }: DumpRequest,
  decode: (row: Reader) => T,
): DumpOutcome<T> {
  sequence = (sequence % 0x7fff_ffff) + 1;
  const flags = messageFlag.request | messageFlag.dump;
  const refused = channel.send(encodeMessage({ type, flags, sequence, portId: 0 }, payload));
  if (refused !== 0) return failure(refused);
  const answer = new Answer(decode);
  for (let count = 0; count < mostDatagrams; count++) {
    const received = channel.receive();
    const end =
      'failed' in received ? answer.broken(received.failed) : answer.add(received.bytes, received.truncated);
    if (end === null) continue;
    if (end !== 'done') channel.drain(end === 'too long');
    return answer.outcome();
  }
  channel.drain(false);
  return { kind: 'failed', reason: `the kernel went on after ${mostDatagrams} datagrams` };
}

const failure = (errno: number): DumpOutcome<never> =>
  absence.has(errno) ? { kind: 'absent' } : { kind: 'failed', reason: errnoName(errno) };

/** Why reading of a pass ended; anything but `done` leaves datagrams behind. */
type End = 'done' | 'too long' | 'lost';

/** The answer to one request as it comes in. */
class Answer<T> {
  readonly #decode: (row: Reader) => T;
  readonly #sequence = sequence;
  readonly #rows: T[] = [];
  #damaged = 0;
  #interrupted: string | null = null;
  #failure: DumpOutcome<T> | null = null;

  constructor(decode: (row: Reader) => T) {
    this.#decode = decode;
  }

  outcome(): DumpOutcome<T> {
    if (this.#failure !== null) return this.#failure;
    return { kind: 'rows', rows: this.#rows, damaged: this.#damaged, interrupted: this.#interrupted };
  }

  broken(errno: number): End {
    if (errno === ENOBUFS) this.#interrupted = 'the kernel dropped answers for want of memory';
    else if (errno === EAGAIN)
      this.#failure = { kind: 'failed', reason: 'the kernel did not answer in time' };
    else this.#failure = failure(errno);
    return 'lost';
  }

  add(datagram: Uint8Array, truncated: boolean): End | null {
    if (truncated) {
      this.#interrupted = 'an answer was longer than the buffer';
      return 'too long';
    }
    const { messages, damage } = decodeMessages(datagram);
    for (const message of messages) {
      // An answer to an earlier request that was given up.
      if (message.sequence === this.#sequence && this.#take(message)) return 'done';
    }
    if (damage === null) return null;
    this.#interrupted = `an answer was damaged: ${damage}`;
    return 'lost';
  }

  /** True when the message ends the dump. */
  #take({ type, flags, payload }: NetlinkMessage): boolean {
    if ((flags & messageFlag.dumpInterrupted) !== 0)
      this.#interrupted = 'the table changed while it was read';
    if (type === messageType.done || type === messageType.error) return this.#end(type, payload);
    if (type === messageType.overrun) this.#interrupted = 'the kernel lost answers';
    if (type < messageType.lowestOfFamily) return false;
    const row = decoding(() => this.#decode(payload));
    if (row.ok) this.#rows.push(row.value);
    else this.#damaged++;
    return false;
  }

  /** Both carry an errno, negative for a failure: DONE has it where a dump could not even begin. */
  #end(type: number, payload: Reader): boolean {
    const code = payload.remaining < 4 ? 0 : payload.i32();
    if (code < 0) this.#failure = failure(-code);
    return type === messageType.done || code < 0;
  }
}

import type { InputReader, InputSummary } from '../input.ts';
import type { BatchSink } from '../record.ts';
import { carriageReturn, hash, nul, openCurly, recordSeparator, space } from './ascii.ts';
import { BareColumns } from './bare-columns.ts';
import { type Encoding, recognise, Utf16 } from './encoding.ts';
import { Context, type LogFormat } from './format.ts';
import { readersFor } from './formats/index.ts';
import { Journald, unwrapped } from './formats/journald.ts';
import { Line } from './line.ts';
import { type LineConsumer, Lines } from './lines.ts';
import type { LogOptions } from './options.ts';
import { outcome } from './outcome.ts';
import { Records } from './records.ts';
import { summarise, Tally } from './tally.ts';
import { Clock } from './time/clock.ts';
import { readStamp, stamped } from './time/stamp.ts';

/** A reader of firewall logs: each line is recognised by its content, the format of the line before is tried first. */
export function createLogReader(sink: BatchSink, options: LogOptions): InputReader {
  return new LogReader(sink, options);
}

class LogReader implements InputReader, LineConsumer {
  readonly #options: LogOptions;
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #context: Context;
  readonly #lines = new Lines(this);
  readonly #line = new Line();
  readonly #journald = new Journald();
  readonly #formats: readonly LogFormat[];
  readonly #tally = new Tally();
  readonly #bareColumns = new BareColumns();
  #last: LogFormat;
  #afterKmsg = false;
  #encoding: Encoding = 'undecided';
  #head = new Uint8Array(0);
  #utf16: Utf16 | null = null;

  constructor(sink: BatchSink, options: LogOptions) {
    this.#options = options;
    this.#records = new Records(sink);
    this.#clock = new Clock(options.now, options.zoneMinutes ?? null, options.bootAt ?? null);
    this.#context = new Context(this.#clock, this.#records);
    this.#formats = readersFor(options);
    this.#last = this.#formats[0] as LogFormat;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    if (this.#encoding === 'undecided') this.#begin(chunk, false);
    else this.#feed(chunk);
  }

  #begin(chunk: Uint8Array, atEnd: boolean): void {
    const head = new Uint8Array(this.#head.length + chunk.length);
    head.set(this.#head);
    head.set(chunk, this.#head.length);
    const { encoding, mark } = recognise(head, atEnd);
    this.#head = head;
    if (encoding === 'undecided') return;
    this.#encoding = encoding;
    if (encoding !== 'utf-8') this.#utf16 = new Utf16(encoding === 'utf-16be');
    this.#head = new Uint8Array(0);
    this.#feed(head.subarray(mark));
  }

  #feed(chunk: Uint8Array): void {
    this.#lines.push(this.#utf16 === null ? chunk : this.#utf16.decode(chunk));
  }

  flush(): void {
    this.#records.flush();
  }

  end(): InputSummary {
    if (this.#encoding === 'undecided') this.#begin(new Uint8Array(0), true);
    if (this.#lines.end()) this.#tally.unended = true;
    this.#records.flush();
    const { notes, ...rest } = summarise(
      this.#tally,
      this.#records,
      this.#clock,
      this.#formats,
      this.#options,
      this.#encoding,
    );
    return { ...rest, notes: [...notes, ...this.#bareColumns.notes()] };
  }

  tooLong(): void {
    this.#tally.tooLong(++this.#context.ordinal);
  }

  line(bytes: Uint8Array, start: number, end: number): void {
    const ordinal = ++this.#context.ordinal;
    let from = start;
    let to = end;
    while (to > from && bytes[to - 1] === carriageReturn) to--;
    // A crash leaves zeros where the log's last block was; journalctl -o json-seq begins a line with 0x1e.
    while (from < to && (bytes[from] === nul || bytes[from] === recordSeparator)) from++;
    this.#line.set(bytes, from, to);
    const what = from === to ? outcome.empty : this.#read();
    if (what === outcome.record) return;
    this.#tally.count(what, ordinal);
    if (what === outcome.notMine) this.#bareColumns.look(bytes, from, to);
  }

  #read(): number {
    const line = this.#line;
    const context = this.#context;
    const byte = line.byte(line.at);
    this.#clock.reset();
    context.foreign = false;
    context.start = line.at;
    context.stamp = stamped.nothing;
    if (byte === openCurly) {
      const found = this.#journald.unwrap(line, context);
      if (found === unwrapped.empty) return outcome.unread;
      // Cut, or other JSON: who wrote the words in it cannot be told.
      if (found === unwrapped.notMine) return outcome.notMine;
    } else {
      if (byte === space && this.#afterKmsg) return outcome.continuation;
      context.stamp = readStamp(line, this.#clock);
      this.#afterKmsg = context.stamp >= stamped.kmsg;
    }
    const body = line.at;
    if (byte === openCurly) context.start = body;
    const last = this.#last;
    const what = last.read(line, context);
    if (what !== outcome.notMine) return what;
    for (const format of this.#formats) {
      if (format === last) continue;
      line.at = body;
      const found = format.read(line, context);
      if (found === outcome.notMine) continue;
      this.#last = format;
      return found;
    }
    return byte === hash ? outcome.comment : outcome.notMine;
  }
}

import { statSync } from 'node:fs';
import { fail } from '../core/errors.ts';
import type { KnockEvent } from '../core/knock.ts';
import { createAnalysis } from './analysis/index.ts';
import {
  createPcapngReader,
  createPcapReader,
  type InputKind,
  type InputSource,
  readInput,
} from './capture/index.ts';
import { sniff } from './capture/sniff.ts';
import type { AnalysisOptions, Findings } from './findings.ts';
import { cannotTell } from './fingerprints/index.ts';
import type { InputReader, InputSummary } from './input.ts';
import { followFile } from './logs/follow.ts';
import type { LogFormatName } from './logs/options.ts';
import { createLogReader } from './logs/reader.ts';
import { joined } from './read-joined.ts';
import type { BatchSink } from './record.ts';
import { RecordClock } from './record-clock.ts';

export interface ReadingOptions extends AnalysisOptions {
  /** Milliseconds since 1970 UTC: for the years that a log leaves out. */
  readonly now: number;
  /** Minutes east of UTC of times without a zone; null: this machine's. */
  readonly zoneMinutes: number | null;
  /** A log's format; null: recognised line by line. */
  readonly format: LogFormatName | null;
  /** Columns of a flow log without a header. */
  readonly columns: readonly string[] | null;
}

interface InputHandling {
  /** Ends the reading of a stream early; what was read until then stands. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (read: number, total: number | null) => void;
}

/** What was read and found so far. */
export interface ReadingAnswer {
  readonly input: InputSummary;
  readonly findings: Findings;
  readonly cannotTell: readonly string[];
}

/** Captures and logs, one after the other, as one story. */
export interface Reading {
  /** @throws ReeveError where nothing of it can be read */
  read(source: InputSource, handling?: InputHandling): Promise<void>;
  /** Reads a file and all that is appended to it, through rotation, until the signal. */
  follow(path: string, signal: AbortSignal): Promise<void>;
  /** Brings what was read to judgement, where more is to come. */
  flush(): void;
  /**
   * Events that are new or have grown much since the last call. `now` is the wall's clock in microseconds; what is idle
   * by the story's own is closed.
   */
  events(now: number): readonly KnockEvent[];
  /** Events that are new or have grown at all. Everything is closed by it: ask for the answer before. */
  lastEvents(): readonly KnockEvent[];
  answer(): ReadingAnswer;
}

export function openReading(options: ReadingOptions): Reading {
  const analysis = createAnalysis(options);
  const summaries: InputSummary[] = [];
  const clock = new RecordClock();
  const sink: BatchSink = (batch) => {
    clock.saw(batch);
    analysis.add(batch);
  };
  let current: InputReader | null = null;
  const making =
    (now: number) =>
    (kind: InputKind): InputReader => {
      current = readerOf(kind, sink, { ...options, now });
      return current;
    };
  return {
    read: async (source, handling = {}) => {
      const { signal, ...rest } = handling;
      const until =
        signal === undefined || !('stream' in source)
          ? source
          : { stream: untilAborted(source.stream, signal) };
      const { summary, packed } = await readInput(until, making(timeOf(source, options.now)), rest);
      summaries.push(
        packed === null ? summary : { ...summary, notes: [`unpacked from ${packed}`, ...summary.notes] },
      );
      current = null;
    },
    follow: async (path, signal) => {
      summaries.push(await followed(path, signal, making(options.now)));
      current = null;
    },
    flush: () => current?.flush(),
    events: (now) => analysis.events(clock.now(now)),
    lastEvents: () => analysis.events(Number.MAX_SAFE_INTEGER),
    answer: () => {
      const input = joined(summaries);
      const findings = analysis.findings();
      return { input, findings, cannotTell: cannotTell(findings.synFields, input.format) };
    },
  };
}

function readerOf(kind: InputKind, sink: BatchSink, options: ReadingOptions): InputReader {
  if (kind === 'pcap') return createPcapReader(sink);
  if (kind === 'pcapng') return createPcapngReader(sink);
  const { now, zoneMinutes, format, columns } = options;
  return createLogReader(sink, {
    now: now * 1000,
    zoneMinutes,
    ...(format === null ? {} : { format }),
    ...(columns === null ? {} : { columns }),
  });
}

/** No line of a file is later than its last change, which tells the year of an old log. */
function timeOf(source: InputSource, now: number): number {
  if (!('path' in source)) return now;
  try {
    return Math.min(now, statSync(source.path).mtimeMs);
  } catch {
    return now;
  }
}

async function followed(
  path: string,
  signal: AbortSignal,
  make: (kind: InputKind) => InputReader,
): Promise<InputSummary> {
  let reader: InputReader | null = null;
  const take = (chunk: Uint8Array): void => {
    reader ??= make(kindOf(chunk, path));
    reader.push(chunk);
  };
  await followFile(path, take, { signal });
  return (reader ?? make('text')).end();
}

/** What is followed is told by its first chunk; @throws ReeveError `INPUT_UNRECOGNISED` */
function kindOf(first: Uint8Array, path: string): InputKind {
  const { kind } = sniff(first);
  if (kind === 'pcap' || kind === 'pcapng' || kind === 'text') return kind;
  throw fail('INPUT_UNRECOGNISED', {
    asked: `to follow ${path}`,
    found: `it is neither a log nor an unpacked capture (${kind})`,
  });
}

/** The stream, ended as soon as the signal comes even where nothing more arrives. */
async function* untilAborted(
  stream: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = stream[Symbol.asyncIterator]();
  // A race with one promise for all chunks would keep something for each of them.
  let wake: () => void = () => undefined;
  const abort = (): void => wake();
  signal.addEventListener('abort', abort);
  try {
    while (!signal.aborted) {
      const next = await new Promise<IteratorResult<Uint8Array> | null>((resolve, reject) => {
        wake = () => resolve(null);
        chunks.next().then(resolve, reject);
      });
      if (next === null || next.done === true) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

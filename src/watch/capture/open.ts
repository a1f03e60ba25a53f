import { closeSync, createReadStream, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { fail } from '../../core/errors.ts';
import type { InputReader, InputSummary } from '../input.ts';
import { Intake } from './intake.ts';
import type { Packing, UnpackLimits } from './unpack.ts';

export type InputKind = 'pcap' | 'pcapng' | 'text';

export type InputSource = { readonly path: string } | { readonly stream: AsyncIterable<Uint8Array> };

export interface InputOptions {
  readonly unpackLimits?: UnpackLimits;
  /** After each chunk: bytes read, and how many there are where that is known. */
  readonly onProgress?: (read: number, total: number | null) => void;
}

export interface ReadInput {
  readonly summary: InputSummary;
  readonly packed: Packing | null;
}

export type MakeInputReader = (kind: InputKind, first: Uint8Array) => InputReader;

const chunkSize = 1 << 20;

/** A stream that is silent for so long has its records delivered meanwhile. */
const idleMilliseconds = 50;

/**
 * Reads an input to its end: recognised by its content, unpacked where it is packed. Throws FILE_UNREADABLE where
 * nothing can be read and INPUT_UNRECOGNISED where nothing can be made of it; whatever goes wrong later is told in
 * the summary.
 */
export function readInput(
  source: InputSource,
  make: MakeInputReader,
  options: InputOptions = {},
): Promise<ReadInput> {
  if (!('path' in source))
    return readStream(source.stream, new Intake('standard input', make, options), options);
  const { path } = source;
  const intake = new Intake(path, make, options);
  return isPlain(path)
    ? readFile(path, intake, options)
    : readStream(createReadStream(path), intake, options);
}

/** Pipes and devices are read as streams: a plain read of them would stop everything while they are silent. */
function isPlain(path: string): boolean {
  try {
    const status = statSync(path);
    if (!status.isDirectory()) return status.isFile();
  } catch (error) {
    throw unreadable(path, error);
  }
  throw fail('FILE_UNREADABLE', { asked: path, found: 'it is a directory', todo: 'Name one file' });
}

async function readFile(path: string, intake: Intake, { onProgress }: InputOptions): Promise<ReadInput> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    const { size } = fstatSync(file);
    const buffer = new Uint8Array(chunkSize);
    let read = 0;
    for (;;) {
      const count = tryRead(file, buffer, intake, path, read);
      if (count === 0) break;
      read += count;
      const busy = intake.push(count === chunkSize ? buffer : buffer.subarray(0, count));
      if (busy !== null) await busy;
      onProgress?.(read, size > 0 ? size : null);
    }
    return await intake.end();
  } finally {
    closeSync(file);
  }
}

function tryRead(file: number, buffer: Uint8Array, intake: Intake, path: string, read: number): number {
  try {
    return readSync(file, buffer, 0, chunkSize, null);
  } catch (error) {
    if (read === 0) throw unreadable(path, error);
    intake.breakOff(`reading stopped after ${read} bytes: ${reasonOf(error)}`);
    return 0;
  }
}

async function readStream(
  stream: AsyncIterable<Uint8Array>,
  intake: Intake,
  { onProgress }: InputOptions,
): Promise<ReadInput> {
  let read = 0;
  const chunks = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const idle = setTimeout(() => intake.flush(), idleMilliseconds);
      const next = await chunks.next().finally(() => clearTimeout(idle));
      if (next.done === true) break;
      read += next.value.length;
      const busy = intake.push(next.value);
      if (busy !== null) await busy;
      onProgress?.(read, null);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (read === 0) throw unreadable(intake.name, error);
    intake.breakOff(`reading stopped after ${read} bytes: ${reasonOf(error)}`);
  }
  return intake.end();
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && 'syscall' in error;

const reasonOf = (error: unknown): string => (isSystemError(error) ? (error.code ?? 'an error') : 'an error');

const unreadable = (path: string, error: unknown): Error =>
  fail('FILE_UNREADABLE', { asked: path, found: `it cannot be read (${reasonOf(error)})` }, error);

import type { ReadAnswer } from '../contract/read-document.ts';
import type { KnockEvent } from '../core/knock.ts';
import { harmless } from '../core/text.ts';
import { openReading, type Reading } from '../watch/index.ts';
import type { ReadSettings } from './commands/read-options.ts';
import { progressLine } from './progress.ts';

/** Reads files as one story. */
export async function readFiles(
  files: readonly string[],
  settings: ReadSettings,
  signal: AbortSignal,
): Promise<ReadAnswer & { readonly events: () => readonly KnockEvent[] }> {
  const reading = openReading(settings.reading);
  for (const file of files) {
    if (signal.aborted) break;
    await readOne(reading, file, signal);
  }
  return {
    file: files.length === 1 && files[0] === '-' ? null : files.join(', '),
    ...reading.answer(),
    interrupted: signal.aborted,
    events: () => reading.lastEvents(),
  };
}

async function readOne(reading: Reading, file: string, signal: AbortSignal): Promise<void> {
  const progress = progressLine(`reading ${file === '-' ? 'standard input' : harmless(file)}`);
  try {
    await reading.read(file === '-' ? { stream: process.stdin } : { path: file }, {
      signal,
      onProgress: progress.told,
    });
  } finally {
    progress.end();
    // A writer that goes on would keep this process.
    if (file === '-') process.stdin.destroy();
  }
}

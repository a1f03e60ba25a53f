import { createReadStream, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { toReadDocument } from '../contract/read-document.ts';
import { readDocument } from '../contract/read.ts';
import { fail } from '../core/errors.ts';
import { openReading } from '../watch/index.ts';
import { limit } from './inputs.ts';
import { tool } from './tool.ts';
import { rangeOnly } from './who.ts';
import { readText } from './knock-words.ts';

/** Nobody waits longer for a tool, and what was read until then stands. */
const patience = 20_000;
const mostBytes = 2 * 1024 ** 3;

export const readCaptureTool = tool({
  name: 'read_capture',
  title: 'Read a capture or firewall log',
  description:
    'Who scanned, with what tool, from a file on this machine: pcap and pcapng (plain, gzip, zstd) and the logs of common ' +
    'firewalls; the format is recognised. After 20 s what was read until then is the answer, and "interrupted" is true.',
  input: z.strictObject({
    path: z.string().min(1).max(4096).describe('An absolute path'),
    limit: limit(100, 20),
  }),
  output: readDocument,
  answer: async ({ path: file, limit: most }) => {
    const { size, mtimeMs } = regularFile(file);
    const reading = openReading({
      limit: Math.max(300, most),
      now: Math.min(Date.now(), mtimeMs),
      zoneMinutes: null,
      format: null,
      columns: null,
      thresholds: {},
      own: [],
    });
    const signal = AbortSignal.timeout(patience);
    const stream = createReadStream(file, { end: mostBytes - 1, highWaterMark: 1024 * 1024 });
    try {
      await reading.read({ stream }, { signal });
    } finally {
      stream.destroy();
    }
    const answer = { file, ...reading.answer(), interrupted: signal.aborted || size > mostBytes };
    demandRead(file, answer.input);
    const document = toReadDocument(answer, { limit: most, evidence: false, who: rangeOnly });
    return { document, text: readText(document) };
  },
});

/** @throws ReeveError `FILE_UNREADABLE`: a pipe or a device might never end */
function regularFile(file: string): Stats {
  const asked = `the file ${JSON.stringify(file.slice(0, 200))}`;
  if (!path.isAbsolute(file))
    throw fail('USAGE', { asked, found: 'it is no absolute path', todo: 'Name it from the root on' });
  let stats: Stats;
  try {
    stats = statSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw fail('FILE_UNREADABLE', {
      asked,
      found: `it cannot be read (${code})`,
      todo: 'Check the path and its permissions',
    });
  }
  if (stats.isFile()) return stats;
  throw fail('FILE_UNREADABLE', { asked, found: 'it is no regular file', todo: 'Name a capture or a log' });
}

/** Whoever asks for scanners is not to take what cannot be read for a quiet file. */
function demandRead(
  file: string,
  { records, skipped, other, count }: ReturnType<ReturnType<typeof openReading>['answer']>['input'],
): void {
  if (records > 0 || skipped.length === 0 || other.length > 0) return;
  throw fail('INPUT_UNRECOGNISED', {
    asked: `the file ${JSON.stringify(file.slice(0, 200))}`,
    found: `nothing in it can be read (${count} left out: ${skipped
      .map(({ reason }) => reason)
      .join('; ')
      .slice(0, 300)})`,
    todo: 'Name a pcap or pcapng capture or a firewall log',
  });
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { reportText } from '../../../src/cli/render/knocks/report.ts';
import { painter } from '../../../src/cli/render/style.ts';
import { openReading, type ReadingAnswer } from '../../../src/watch/index.ts';

/** Real captures and logs of other projects, beside the checkout; they are not ours to publish. */
export const captures = path.resolve(import.meta.dirname, '../../../../shared/captures');
export const capturesMissing = !existsSync(captures);

/** A fixed day, so that years which a log leaves out are always resolved alike. */
const now = Date.UTC(2026, 10, 21);

export const reading = () =>
  openReading({ now, zoneMinutes: 0, format: null, columns: null, thresholds: {}, own: [] });

export async function readChunks(chunks: Iterable<Uint8Array>): Promise<ReadingAnswer> {
  const one = reading();
  await one.read({ stream: Readable.from(chunks, { objectMode: true }) });
  return one.answer();
}

export const readBytes = (bytes: Uint8Array): Promise<ReadingAnswer> => readChunks([bytes]);

export async function readPath(file: string): Promise<ReadingAnswer> {
  const one = reading();
  await one.read({ path: file });
  return one.answer();
}

const names: Readonly<Record<number, string>> = {
  21: 'ftp',
  22: 'ssh',
  23: 'telnet',
  25: 'smtp',
  53: 'domain',
  80: 'http',
  110: 'pop3',
  135: 'epmap',
  139: 'netbios-ssn',
  443: 'https',
  445: 'microsoft-ds',
  3389: 'ms-wbt-server',
};

/** As `reeve read` prints it at 80 columns, with a few names of ports: those of the registry change. */
export const printed = (file: string, answer: ReadingAnswer): string =>
  `${reportText(
    { file, ...answer },
    {
      room: 80,
      paint: painter(false),
      limit: 20,
      portName: (port) => names[port] ?? null,
      who: () => null,
    },
  )}\n`;

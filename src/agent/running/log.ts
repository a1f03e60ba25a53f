import type { AgentScreen } from '../settings.ts';
import { logFile } from './log-file.ts';

type Level = 'info' | 'warn' | 'error';
export type Log = (level: Level, text: string, fields?: Readonly<Record<string, unknown>>) => void;

export interface LogOptions {
  /** The log's file, open for appending; null = standard error where nobody looks at it. */
  readonly file: number | null;
  readonly screen: Pick<AgentScreen, 'interactive' | 'news'>;
}

/** One JSON object a line (pino) for machines; for a person at a terminal, sentences of what goes wrong. */
export async function openLog({ file, screen }: LogOptions): Promise<Log> {
  const structured = file === null && screen.interactive ? null : await structuredLog(file ?? 2);
  return (level, text, fields = {}) => {
    structured?.(level, text, fields);
    if (screen.interactive && level !== 'info') screen.news(level, text);
  };
}

async function structuredLog(fd: number): Promise<Log> {
  const { pino } = await import('pino');
  const logger = pino(
    { base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: named } },
    logFile(fd),
  );
  return (level, text, fields = {}) => logger[level](fields, text);
}

const named = (label: string): { level: string } => ({ level: label });

import type { AskProgram, ProgramAnswer } from '../linux/program.ts';
import { psFields } from './ps.ts';
import { rangeNames } from './ranges.ts';

const maxBytes = 32 << 20;
const quick = { timeoutMs: 5_000, maxBytes };
/** lsof walks every process; 6 s have been seen on a busy Mac. */
const patient = { timeoutMs: 20_000, maxBytes };

/**
 * lsof ends with 1 whenever one of the things asked for was not found, however much it has written, so the shell takes
 * 1 for an answer. The arguments are handed on as they are and never read as shell text.
 */
const tolerant = 'lsof "$@"; status=$?; [ "$status" -eq 1 ] && exit 0; exit "$status"';

export const askNetstat = (ask: AskProgram, kind: 'tcp' | 'udp'): Promise<ProgramAnswer> =>
  ask('netstat', ['-anvl', '-p', kind], quick);

export function askLsof(
  ask: AskProgram,
  kinds: readonly ('tcp' | 'udp')[],
  port?: number,
): Promise<ProgramAnswer> {
  const suffix = port === undefined ? '' : `:${port}`;
  const selection = kinds.flatMap((kind) =>
    kind === 'tcp' ? [`-iTCP${suffix}`, '-sTCP:LISTEN'] : [`-iUDP${suffix}`],
  );
  return ask('/bin/sh', ['-c', tolerant, 'sh', '-nP', ...selection, '-F', 'pcuLRfPtdnT'], patient);
}

export const askFolders = (ask: AskProgram, pids: readonly number[]): Promise<ProgramAnswer> =>
  ask(
    '/bin/sh',
    ['-c', tolerant, 'sh', '-nP', '-a', '-d', 'cwd', '-p', pids.join(','), '-F', 'pfn'],
    patient,
  );

export const askProcesses = (ask: AskProgram): Promise<ProgramAnswer> =>
  ask('ps', ['-axwwo', psFields], quick);

export const askArguments = (ask: AskProgram): Promise<ProgramAnswer> =>
  ask('ps', ['-axwwo', 'pid=,args='], quick);

export const askRanges = (ask: AskProgram): Promise<ProgramAnswer> => ask('sysctl', rangeNames, quick);

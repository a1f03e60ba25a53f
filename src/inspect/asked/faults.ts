import type { ProgramAnswer } from '../linux/program.ts';

type Fault = Extract<ProgramAnswer, { ok: false }>;

const reasons: Readonly<Record<Fault['why'], string>> = {
  missing: 'is not there',
  'not-permitted': 'may not be run by this user',
  'timed-out': 'did not answer in time',
  'too-large': 'said more than is read',
  failed: 'failed',
};

/** A sentence on what a program did not say and what follows. The detail is foreign text: one line, cut. */
export const faultNote = (program: string, { why, detail }: Fault, follows: string): string => {
  const line =
    detail
      .split(/[\r\n]/, 1)[0]
      ?.trim()
      .slice(0, 120) ?? '';
  return `${program} ${reasons[why]}${line === '' ? '' : ` (${line})`}: ${follows}.`;
};

export const skippedNote = (program: string, count: number): string =>
  `${count} ${count === 1 ? 'line' : 'lines'} of ${program} could not be read and ${count === 1 ? 'is' : 'are'} missing here.`;

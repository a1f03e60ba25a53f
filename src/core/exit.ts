import type { ExitCode } from './errors.ts';

/** Where several apply: a certain finding is never hidden behind "incomplete". */
const precedence: readonly ExitCode[] = [5, 4, 1, 3, 2, 0];

export const worstExit = (codes: Iterable<ExitCode>): ExitCode => {
  const all = new Set(codes);
  return precedence.find((code) => all.has(code)) ?? 0;
};

import { letGoOfCode } from '../../sys/code-pages.ts';

/** The start is over by then, its first looks too. */
const firstAfterMs = 15_000;
const everyMs = 10 * 60_000;

/** Keeps a process that is at rest most of its time small: what it needed to start is let go, and now and then the rest. */
export function restSmall(): void {
  setTimeout(() => {
    letGoOfCode();
    setInterval(letGoOfCode, everyMs).unref();
  }, firstAfterMs).unref();
}

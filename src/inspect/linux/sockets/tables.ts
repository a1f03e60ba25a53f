import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { err, ok, type Result } from '../../../core/result.ts';

/** The error of a table that is not there. */
export const absent = 'absent';

/** The files of one network namespace's `/proc/PID/net`. */
export interface NetTables {
  /** The text of a table; `absent` where the kernel has no such protocol, else an errno's name. */
  read(name: string): Result<string>;
  close(): void;
}

/** Reads below a folder: `/proc/thread-self/net` for the own namespace, `/proc/PID/net` for that of a process. */
export const tablesBelow = (folder: string): NetTables => ({
  read: (name) => {
    const path = `${folder}/${name}`;
    // Most kernels have no SCTP: a look that finds nothing is cheaper than an exception.
    const there = attempt(() => statSync(path, { throwIfNoEntry: false }) !== undefined);
    if (!there.ok) return there;
    return there.value ? attempt(() => readFileSync(path, 'latin1')) : err(absent);
  },
  close: () => undefined,
});

/**
 * Opens tables of the namespace the thread is in now, to be read when it is elsewhere: an open table stays with
 * the namespace in which it was opened. Others than those named are `absent`.
 */
export function openTables(names: readonly string[]): NetTables {
  const files = new Map(
    names.map((name) => [name, attempt(() => openSync(`/proc/thread-self/net/${name}`, 'r'))]),
  );
  return {
    read: (name) => {
      const file = files.get(name) ?? err(absent);
      return file.ok ? attempt(() => readFileSync(file.value, 'latin1')) : file;
    },
    close: () => {
      for (const file of files.values()) if (file.ok) closeSync(file.value);
      files.clear();
    },
  };
}

function attempt<T>(work: () => T): Result<T> {
  try {
    return ok(work());
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return err(code === 'ENOENT' ? absent : code);
  }
}

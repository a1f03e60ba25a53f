import { output } from './servers.ts';

/** A row of `ss -tulnpe`, read without any code of the project's. */
export interface SsRow {
  readonly kind: string;
  /** As ss writes it, such as `0.0.0.0:22` or `*:80`. */
  readonly local: string;
  readonly inode: number;
  readonly uid: number;
  /** `pid:fd`, sorted. */
  readonly users: readonly string[];
}

export function ssRows(namespace?: string): readonly SsRow[] {
  const args = ['-Htulnpe'];
  const text =
    namespace === undefined
      ? output('ss', ...args)
      : output('/usr/sbin/ip', 'netns', 'exec', namespace, 'ss', ...args);
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(row);
}

function row(line: string): SsRow {
  const [kind = '', , , , local = ''] = line.trim().split(/\s+/);
  const users = [...line.matchAll(/pid=(\d+),fd=(\d+)/g)].map(([, pid, fd]) => `${pid}:${fd}`);
  return {
    kind,
    local,
    inode: Number(/\bino:(\d+)/.exec(line)?.[1]),
    uid: Number(/\buid:(\d+)/.exec(line)?.[1] ?? 0),
    users: users.sort(),
  };
}

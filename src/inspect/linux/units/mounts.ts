/**
 * Finding the cgroup v2 hierarchy. A line of /proc/PID/mountinfo, proc_pid_mountinfo(5):
 *
 *   41 31 0:38 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw
 *   id parent dev root mount-point      options     [tags…]  - fstype  source  super-options
 */
export interface CgroupMount {
  /** Where it is mounted. */
  readonly path: string;
  /** Which cgroup is mounted there: `/` unless a part of the tree was bound into a container. */
  readonly root: string;
}

/** `\040` and its like, as the kernel writes blanks in paths. */
const unescapeOctal = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

/** The cgroup2 mount named by a mountinfo text, the one that shows the whole tree first; null without one. */
export function cgroup2Mount(mountinfo: string): CgroupMount | null {
  const mounts = mountinfo.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ', 2);
    if (!/^cgroup2(?: |$)/.test(after)) return [];
    const [, , , root, path] = before.split(' ');
    if (root === undefined || path === undefined || path === '') return [];
    return [{ path: unescapeOctal(path), root: unescapeOctal(root) }];
  });
  return mounts.find(({ root }) => root === '/') ?? mounts[0] ?? null;
}

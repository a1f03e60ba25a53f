import { processesOfCgroup } from '../../../sys/cgroup-handle.ts';

/** Where the one hierarchy of cgroup v2 is mounted, from the text of /proc/self/mountinfo (proc(5)); else null. */
export function cgroupMount(mountinfo: string): string | null {
  const line = mountinfo.split('\n').find((text) => text.includes(' - cgroup2 '));
  const path = line?.split(' ')[4];
  return path === undefined
    ? null
    : path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/**
 * The processes that now are in the cgroups in which the sockets were made, the likeliest holders. A socket may
 * be held elsewhere: handed over (socket activation), inherited by a process that moved, or shared.
 * Null where no cgroup could be looked into.
 */
export function likelyHolders(mount: string | null, cgroupIds: Iterable<bigint>): readonly number[] | null {
  if (mount === null) return null;
  const answers = Array.from(new Set(cgroupIds), (id) => processesOfCgroup(mount, id)).filter(
    (pids) => pids !== null,
  );
  return answers.length === 0 ? null : [...new Set(answers.flat())].sort((a, b) => a - b);
}

/**
 * The cgroup of a process from the text of /proc/PID/cgroup, cgroups(7): one line a hierarchy, `ID:CONTROLLERS:PATH`.
 * The unified hierarchy is `0::PATH`, systemd's own of version 1 `N:name=systemd:PATH`. On a hybrid host the first is
 * often `/` while the second tells; where neither does, a controller's path may (containers under cgroupfs).
 */
export function cgroupOfProcess(text: string): string | null {
  const lines = text.split('\n').flatMap((line) => {
    const match = /^(\d+):([^:]*):(\/.*)$/.exec(line);
    return match === null ? [] : [{ id: match[1], controllers: match[2], path: match[3] ?? '/' }];
  });
  const unified = lines.find(({ id, controllers }) => id === '0' && controllers === '');
  const named = lines.find(({ controllers }) => controllers === 'name=systemd');
  const telling = [unified, named, ...lines].find((line) => line !== undefined && line.path !== '/');
  return telling?.path ?? (unified ?? named ?? lines[0])?.path ?? null;
}

/*
 * /proc/PID/cgroup (cgroups(7)): one line a hierarchy, `id:controllers:path`. Version 2 is `0::path`; systemd's own
 * hierarchy of version 1 is `N:name=systemd:path`.
 */
export interface CgroupPaths {
  /** The unified (version 2) path; null without that hierarchy. */
  readonly unified: string | null;
  /** The path in the `name=systemd` hierarchy of version 1. */
  readonly systemd: string | null;
  /** Paths of the other version 1 hierarchies by their controllers (`pids`, `cpu,cpuacct`). */
  readonly controllers: ReadonlyMap<string, string>;
}

export function parseCgroup(text: string): CgroupPaths {
  let unified: string | null = null;
  let systemd: string | null = null;
  const controllers = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^\d+:([^:]*):(\/.*)$/.exec(line);
    if (match === null) continue;
    const [, names = '', path = ''] = match;
    if (names === '') unified = path;
    else if (names === 'name=systemd') systemd = path;
    else controllers.set(names, path);
  }
  return { unified, systemd, controllers };
}

/**
 * The path that names the unit: systemd's own hierarchy first (on a mixed host it is the one systemd keeps), then
 * the unified one. `/` = in no cgroup of its own; null = not told.
 */
export function cgroupPath({ unified, systemd }: CgroupPaths): string | null {
  if (systemd !== null && systemd !== '/') return systemd;
  return unified ?? systemd;
}

const snap = /^snap\.([a-z0-9][a-z0-9_-]*)\..+\.(?:scope|service)$/;
const flatpak = /^app-flatpak-(.+)-\d+\.scope$/;

/** `snap.NAME` or `flatpak ID` where a cgroup of the path is that of such a sandbox, else null. */
export function sandboxOf(path: string | null): string | null {
  for (const part of path?.split('/').toReversed() ?? []) {
    const name = snap.exec(part)?.[1];
    if (name !== undefined) return `snap.${name}`;
    const id = flatpak.exec(part)?.[1];
    // systemd writes a dash inside a part of a unit's name as \x2d.
    if (id !== undefined) return `flatpak ${id.replaceAll('\\x2d', '-')}`;
  }
  return null;
}

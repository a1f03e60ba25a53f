import { directoriesOf } from './cgroup-path.ts';
import { unescapeUnit } from './unit-name.ts';

/**
 * The snap or flatpak that a cgroup path names: `snap.firefox` or `flatpak org.mozilla.firefox`, else null.
 * Snaps: `snap.NAME.APP.service`, `snap.NAME.APP-UUID.scope`. Flatpaks: `app-flatpak-ID-NUMBER.scope`.
 */
export function sandboxOfCgroup(path: string): string | null {
  for (const part of directoriesOf(path)) {
    const name = unescapeUnit(part);
    const snap = /^snap\.([a-z0-9][a-z0-9_-]*)\.\S+\.(?:service|scope)$/.exec(name)?.[1];
    if (snap !== undefined) return `snap.${snap}`;
    const flatpak = /^app-flatpak-([A-Za-z_][\w.-]*)-\d+\.scope$/.exec(name)?.[1];
    if (flatpak !== undefined) return `flatpak ${flatpak}`;
  }
  return null;
}

import type { Unit } from '../../listener.ts';
import { type UnitType, unitOfDirectory, unitTypeOf } from './unit-name.ts';

const deepest = 64;

/** The directories of a cgroup path, without what a removed cgroup or a cgroup namespace adds to it. */
export const directoriesOf = (path: string): readonly string[] =>
  path
    .replace(/ \(deleted\)$/, '')
    .split('/', deepest)
    .filter((part) => part !== '' && part !== '..');

/**
 * The systemd unit that a cgroup path belongs to, by systemd's own rule (cg_path_get_unit in src/basic/cgroup-util.c):
 * slices are passed over and the first other unit counts; below `user@UID.service` the same again, for a unit of that
 * user's own manager. A path of slices alone gives the last slice. Null where systemd did not make the path.
 */
export function unitOfCgroup(path: string): Unit | null {
  const parts = directoriesOf(path).map(unitOfDirectory);
  const outer = afterSlices(parts, 0);
  const unit = unitAt(parts, outer);
  if (unit === null) return outer === 0 ? null : unitAt(parts, outer - 1);
  const uid = userOfManager(unit.name);
  if (uid === null) return unit;
  const inner = afterSlices(parts, outer + 1);
  const own = unitAt(parts, inner);
  return own === null || own.name === 'init.scope' ? unit : { ...own, userManager: uid };
}

/** The uid in `user@1000.service`. */
export const userOfManager = (name: string): number | null => {
  const uid = /^user@(\d{1,10})\.service$/.exec(name)?.[1];
  return uid === undefined ? null : Number(uid);
};

/** The cgroup of a manager's own process: PID 1 lives in `/init.scope`, a user's manager in `…/user@UID.service/init.scope`. */
export const isManagersCgroup = (path: string): boolean => directoriesOf(path).at(-1) === 'init.scope';

function afterSlices(parts: readonly string[], from: number): number {
  let at = from;
  while (unitTypeOf(parts[at] ?? '') === 'slice') at++;
  return at;
}

function unitAt(parts: readonly string[], at: number): Unit | null {
  const name = parts[at] ?? '';
  const type: UnitType | null = unitTypeOf(name);
  return type === null ? null : { name, type, socketUnit: null, source: 'cgroup' };
}

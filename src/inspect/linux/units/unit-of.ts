import type { Unit } from '../../listener.ts';
import { isManagersCgroup, unitOfCgroup } from './cgroup-path.ts';

/** Where a socket was made and where those live who hold it: cgroup paths, nearest holder first. */
export interface CgroupPlaces {
  readonly socket: string | null;
  readonly owners: readonly string[];
}

/**
 * The unit of a listener. A socket keeps the cgroup in which it was made, which may be that of a `.socket` unit (systemd
 * makes the sockets of a socket unit in the unit's own cgroup), of the manager or of a login session. So the holder's
 * cgroup goes first and the socket's names the socket unit; where only a manager holds it, or nobody could be read, the
 * socket's cgroup stands in.
 */
export function unitOf({ socket, owners }: CgroupPlaces): Unit | null {
  const made = socket === null ? null : unitOfCgroup(socket);
  const served = mostTelling(owners.filter((path) => !isManagersCgroup(path)).map(unitOfCgroup));
  if (served === null && made?.type === 'socket') return sleepingSocket(made, owners);
  const unit = served ?? mostTelling(owners.map(unitOfCgroup)) ?? made;
  if (unit === null) return null;
  return { ...unit, socketUnit: [made, unit].find((one) => one?.type === 'socket')?.name ?? null };
}

/** A socket unit whose socket only managers hold sleeps; with holders unseen that is not known. */
const sleepingSocket = (unit: Unit, owners: readonly string[]): Unit => ({
  ...unit,
  socketUnit: unit.name,
  ...(owners.length > 0 && owners.every(isManagersCgroup) ? { sleeping: true } : {}),
});

/** The first unit, a bare slice only where there is nothing else. */
function mostTelling(units: readonly (Unit | null)[]): Unit | null {
  const known = units.filter((unit) => unit !== null);
  return known.find(({ type }) => type !== 'slice') ?? known[0] ?? null;
}

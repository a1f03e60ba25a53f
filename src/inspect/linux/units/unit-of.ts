import type { Unit } from '../../listener.ts';
import { isManagersCgroup, unitOfCgroup } from './cgroup-path.ts';

/** Where a socket was made and where those live who hold it: cgroup paths, nearest holder first. */
export interface CgroupPlaces {
  readonly socket: string | null;
  readonly owners: readonly string[];
}

/**
 * The unit of a listener. A socket keeps the cgroup in which it was made, which may be that of the manager, of a
 * `.socket` unit or of a login session, so the holder's cgroup goes first; the socket's own stands in where no holder
 * could be read, and names the socket unit where it is one.
 */
export function unitOf({ socket, owners }: CgroupPlaces): Unit | null {
  const made = socket === null ? null : unitOfCgroup(socket);
  const held = owners.filter((path) => !isManagersCgroup(path)).map(unitOfCgroup);
  const unit = mostTelling(held) ?? mostTelling(owners.map(unitOfCgroup)) ?? made;
  if (unit === null) return null;
  const socketUnit = made?.type === 'socket' ? made.name : unit.type === 'socket' ? unit.name : null;
  return { ...unit, socketUnit };
}

/** The first unit, a bare slice only where there is nothing else. */
function mostTelling(units: readonly (Unit | null)[]): Unit | null {
  const known = units.filter((unit) => unit !== null);
  return known.find(({ type }) => type !== 'slice') ?? known[0] ?? null;
}

/** A manager made the socket and somebody else may hold it now: ask systemd which socket unit it is. */
export const isSocketActivated = (socketCgroup: string | null): boolean =>
  socketCgroup !== null && isManagersCgroup(socketCgroup);

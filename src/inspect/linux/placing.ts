import type { SocketGroup } from '../group.ts';
import type { Container, Unit } from '../listener.ts';
import { containerOfCgroup } from './containers/index.ts';
import { type CgroupTree, unitOf } from './units/index.ts';

/** The unit and the container of a listener as its cgroups tell them, before systemd or an engine is asked. */
export function placeByCgroup(
  { socket, owners }: SocketGroup,
  tree: CgroupTree,
): { unit: Unit | null; container: Container | null } {
  const paths = owners.map(({ cgroupPath }) => cgroupPath ?? null).filter((path) => path !== null);
  // Most sockets were made where their holder lives: looked at first, the tree need not be walked.
  const made = socket.cgroupId === null ? null : tree.pathOf(socket.cgroupId, paths);
  const containers = [...paths, ...(made === null ? [] : [made])].map(containerOfCgroup);
  return {
    unit: unitOf({ socket: made, owners: paths }),
    container: containers.find((one) => one !== null) ?? null,
  };
}

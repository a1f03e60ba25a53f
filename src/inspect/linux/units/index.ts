export { isSocketActivated, unitOf, type CgroupPlaces } from './unit-of.ts';
export { isManagersCgroup, unitOfCgroup } from './cgroup-path.ts';
export { type CgroupTree, type CgroupTreeOptions, cgroupTree } from './cgroup-tree.ts';
export { cgroupOfProcess } from './process-cgroup.ts';
export { sandboxOfCgroup } from './sandbox.ts';
export type { SocketUnit, UnitDetail } from './show-output.ts';
export { askSystemd, type AskSystemd, type SystemdAnswer, systemdRunning } from './systemctl.ts';
export { type ListeningAt, socketUnitsAt, unitOfSocket, withSystemd } from './with-systemd.ts';

export { type CgroupTree, cgroupTree } from './cgroup-tree.ts';
export { askSystemd, type SystemdAnswer, systemdRunning } from './systemctl.ts';
export { unitOf } from './unit-of.ts';
export { socketUnitsAt, unitOfSocket, withSystemd } from './with-systemd.ts';

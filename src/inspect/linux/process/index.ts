export { cgroupPath, type CgroupPaths, parseCgroup, sandboxOf } from './cgroup.ts';
export type { ProcessFacts } from './facts.ts';
export type { Detail } from './look.ts';
export { ownerOf, ownersOf } from './owner.ts';
export { type ProcessReader, processReader } from './reader.ts';

/**
 * One command in two processes: one that holds the privileges and parses nothing foreign, one that does everything else and
 * holds none. Dropping capabilities inside one process would not do: they are per thread, and pool threads keep theirs.
 */
export { Channel } from './channel.ts';
export { endOf, endSoon } from './ending.ts';
export { connectHelper, Granting, helperDescriptor, noHelperOf } from './joining.ts';
export { becomeUser, demandUnprivileged } from './drop.ts';
export { type Identity, unprivilegedIdentity } from './identity.ts';
export { channelVariable, spawnUnprivileged, type Unprivileged } from './spawn.ts';

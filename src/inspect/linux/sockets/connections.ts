import { release } from 'node:os';
import type { ConnectionCount } from './source.ts';
import { connectedStates, socketState, stateMask } from './states.ts';

const connected = new Set(connectedStates);

/** The states of TCP that keep a port busy without a listener. */
export const busyStates = stateMask(...connectedStates, socketState.timeWait, socketState.boundInactive);

/** Counts sockets of one port by the states of its TCP sockets, given one by one, and its connected UDP sockets. */
export function countStates(
  tcp: Iterable<number>,
  connectedUdp: number,
  listsBound: boolean,
): ConnectionCount {
  let [timeWait, others, bound] = [0, 0, 0];
  for (const state of tcp) {
    if (state === socketState.timeWait) timeWait++;
    // Asked for by a state of its own, such a socket is shown in the state it really is in.
    else if (state === socketState.close) bound++;
    else if (connected.has(state)) others++;
  }
  return { timeWait, connected: others, bound: listsBound ? bound : null, connectedUdp };
}

/** Sockets that are only bound are listed since Linux 6.8 (TCP_BOUND_INACTIVE); before, none ever shows up. */
export function kernelListsBound(version = release()): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 6 || (major === 6 && minor >= 8);
}

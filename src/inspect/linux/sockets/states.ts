/** Socket states as the kernel numbers them (net/tcp_states.h); UDP and raw sockets use two of them. */
export const socketState = {
  established: 1,
  timeWait: 6,
  /** For UDP and raw sockets: not connected. */
  close: 7,
  listen: 10,
  newSynReceived: 12,
  /** Bound, but neither listening nor connected; listed since Linux 6.8. */
  boundInactive: 13,
} as const;

export const stateMask = (...states: readonly number[]): number =>
  states.reduce((mask, state) => mask | (1 << state), 0);

/** The states in which a TCP socket has a peer and is not only waiting to be forgotten. */
export const connectedStates: readonly number[] = [1, 2, 3, 4, 5, 8, 9, 11, 12];

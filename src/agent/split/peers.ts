import { peerCredentials } from '../../sys/peer-credentials.ts';

/** Who may use the owner's socket: root, and the user who started the agent. */
export const peersOf =
  (owner: number) =>
  (descriptor: number): boolean => {
    const peer = peerCredentials(descriptor);
    return peer !== null && (peer.uid === 0 || peer.uid === owner);
  };

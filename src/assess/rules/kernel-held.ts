import { expected, plausible, type Rule } from './rule.ts';

/** WireGuard, NFS, lockd, ksmbd, tunnels: sockets without a process are no mystery. */
export const kernelHeld: Rule = {
  name: 'kernel-held',
  text: 'The kernel itself holds the socket.',
  judge({ listener: { kernel, inode, port }, where }) {
    if (kernel === null) return null;
    const evidence = { what: kernel.what, inode, port };
    if (kernel.what !== null) return expected(`The kernel itself holds ${where}: ${kernel.what}.`, evidence);
    return plausible(
      `The kernel itself holds ${where}, as it does for NFS, WireGuard and tunnels; no process is behind it.`,
      evidence,
    );
  },
};

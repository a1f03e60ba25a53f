import type { Granted, Privileged } from '../privileged.ts';
import { Machine } from './machine.ts';
import { removeOwnerSocket } from './owner-socket.ts';
import { peersOf } from './peers.ts';
import type { Opened } from './plan.ts';
import { stopSignals } from './signals.ts';

/** Everything in one process: an ordinary user started it, so there is nothing to part with. */
export function localPrivileged(opened: Opened): Privileged {
  const machine = new Machine([]);
  const signals = stopSignals();
  return {
    granted: grantedHere(opened),
    look: () => machine.look(),
    lookAt: (port, transport) => machine.lookAt(port, transport),
    end: (ending) => machine.end(ending),
    mayUse: peersOf(opened.owner),
    stopped: signals.stopped,
    close: () => {
      signals.leave();
      if (opened.socket !== null) removeOwnerSocket(opened.socket);
    },
  };
}

const grantedHere = ({ socket, socketRefused, ...opened }: Opened): Granted => ({
  captures: opened.captures,
  captureRefused: opened.captureRefused,
  ownerSocket: socket === null ? null : { fd: socket.fd, path: socket.path },
  ownerSocketRefused: socketRefused,
  lock: opened.lock,
  files: opened.files,
  lacking: opened.lacking,
  helperPid: null,
});

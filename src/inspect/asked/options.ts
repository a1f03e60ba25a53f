import type { NetworkInterfaceInfo } from 'node:os';
import type { SocketKind } from '../../core/transport.ts';
import type { AskProgram } from '../linux/program.ts';
import type { Inspection } from '../listener.ts';

/** How a system is looked at whose own programs have to be asked (macOS, Windows). */
export interface PlatformOptions {
  /** Only sockets with this local port. */
  readonly port?: number;
  readonly kinds: readonly SocketKind[];
  /** UDP sockets with a peer as well. */
  readonly connected: boolean;
  /** Tests put recorded output in its place. */
  readonly ask?: AskProgram;
  /** Whether this process may see everybody's; found out where it is not given. */
  readonly privileged?: boolean;
  /** The host's addresses, as `os.networkInterfaces()` gives them. */
  readonly interfaces?: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;
}

/** A look at a machine, and whether every socket of the kinds asked for was listed (owners aside). */
export interface PlatformInspection extends Inspection {
  readonly listingComplete: boolean;
}

import type { CaptureSettings } from './captures.ts';
import type { Identity } from '../../split/index.ts';

export interface WatchOptions extends CaptureSettings {
  /** Keep the kernel from answering where nothing listens. */
  readonly silent?: boolean;
  /** Ports, TCP and UDP, at which strangers are let in and recorded. */
  readonly decoys?: readonly number[];
  /** As whom the watcher runs when root starts it; null = `portreeve` where there is such a user, else `nobody`. */
  readonly user?: string | null;
  /** TCP ports open to the outside, asked for by the helper every few seconds while it keeps silence. */
  readonly listening?: () => readonly number[] | Promise<readonly number[]>;
  /** Called by the helper before the watcher starts: to make folders and give them to that user. */
  readonly prepare?: (identity: Identity) => void;
  /** How this program is started again; by default as it was started itself. */
  readonly command?: readonly string[];
}

import type { Paint } from './style.ts';

/** How a port's page is to be shown. */
export interface PortView {
  readonly room: number;
  readonly paint: Paint;
  /** The whole dossier rather than its first lines. */
  readonly story: boolean;
  readonly unredacted: boolean;
  /** Microseconds since 1970, for what was a while ago. */
  readonly now: number;
}

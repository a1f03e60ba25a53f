import type { ListedSocket } from '../../../src/inspect/listener.ts';
import { aSocket as sample } from '../samples.ts';

/** The sample socket, its family that of the address a test gives. */
export const aSocket = (given: Partial<ListedSocket> = {}): ListedSocket =>
  sample({ family: given.address?.includes(':') === true ? 6 : 4, ...given });

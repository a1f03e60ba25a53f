import { Batch } from '../record.ts';

/**
 * The frame that is being decoded, one object for all frames: nothing is allocated for a packet, and what a layer
 * found stands here for the next one. Every `end` is the first byte that was not captured (or that belongs to
 * nothing, as Ethernet's padding); every `wireEnd` is where it ended on the wire, at or behind `end`.
 */
export class Frame {
  batch = new Batch(1);
  words = this.batch.words;
  bytes: Uint8Array = new Uint8Array();
  view: DataView = new DataView(this.bytes.buffer);
  /** Where the record begins in `words`. */
  at = 0;

  /** Words 0 and 1 of the record as they grow. */
  known = 0;
  shape = 0;

  /** Set by the link layer: where the network header begins and ends, and the IP version it announced; 0 = none. */
  network = 0;
  networkEnd = 0;
  networkWireEnd = 0;
  version = 0;

  /** Set by the network layer: the transport header and what it belongs to. */
  protocol = 0;
  body = 0;
  bodyEnd = 0;
  bodyWireEnd = 0;
  v6 = false;
  /** A first fragment: its transport header tells lengths of a datagram that goes on elsewhere. */
  moreFragments = false;
  /** Something stands at `body` that can be decoded: no later fragment, no cut before it. */
  hasBody = false;
  /** The IP length is larger than the frame: what follows from it is not known. */
  lies = false;
}

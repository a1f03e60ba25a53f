import { type Batch, known, shape, stride } from '../record.ts';
import { atInterface, atKnown, atOrdinal, atPackets, atShape } from '../record-words.ts';
import { Frame } from './frame-state.ts';
import { locateNetwork } from './link.ts';
import { decodeNetwork } from './network.ts';
import { outcome } from './outcome.ts';
import { decodeTransport } from './transport.ts';
import { locateInner } from './tunnel.ts';

const frame = new Frame();

/**
 * Decodes the frame at start..end of `bytes` into the batch's next record, which the caller has made room for.
 * Returns 0 if it wrote one, else why there is none (`outcomeName`). It reads nothing outside start..end and never
 * throws. `wireLength` is the frame's length before the capture cut it; a `time` of NaN is unknown.
 */
export function decodeFrame(
  batch: Batch,
  linkType: number,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  wireLength: number,
  time: number,
  interfaceIndex: number,
  ordinal: number,
): number {
  const f = frame;
  f.batch = batch;
  f.words = batch.words;
  f.bytes = bytes;
  f.view = view;
  f.at = batch.size * stride;
  f.known = 0;
  f.shape = 0;
  const linked = locateNetwork(f, linkType, start, end, Math.max(end, start + wireLength));
  if (linked !== outcome.record) return linked;
  const decoded = decodePacket(f);
  if (decoded !== outcome.record) return decoded;

  const { words, at } = f;
  const timed = Number.isNaN(time) ? 0 : known.time;
  words[at + atKnown] = f.known | timed;
  words[at + atShape] = f.shape;
  words[at + atPackets] = 1;
  words[at + atInterface] = interfaceIndex;
  words[at + atOrdinal] = ordinal;
  batch.times[batch.size] = time;
  batch.size++;
  return outcome.record;
}

/** The packet, or the one that it carries if that can be read: one level down and no further. */
function decodePacket(f: Frame): number {
  const { network, networkEnd, networkWireEnd, version } = f;
  // What the link header said, as a log's verdict, holds for either.
  const given = f.shape;
  const outer = decodeNetwork(f);
  if (outer !== outcome.record) return outer;
  if (locateInner(f)) {
    f.known = 0;
    f.shape = given | shape.tunnelled;
    if (decodeNetwork(f) !== outcome.record) {
      f.network = network;
      f.networkEnd = networkEnd;
      f.networkWireEnd = networkWireEnd;
      f.version = version;
      f.known = 0;
      f.shape = given;
      decodeNetwork(f);
    }
  }
  decodeTransport(f);
  return outcome.record;
}

import { type Batch, known, optionBit, optionKind, protocol, stride, word } from '../record.ts';
import { tcpFields, tcpOptionFields } from './tcp.ts';
import { decodeTcpOptions } from './tcp-options.ts';

const ethernet = 14;
const ipv4 = 20;
const tcp = 20;
const least = ethernet + ipv4 + tcp;
const tcpAt = ethernet + ipv4;
const fields =
  known.time |
  known.ttl |
  known.tos |
  known.ipId |
  known.length |
  known.fragment |
  tcpFields |
  tcpOptionFields |
  known.payloadLength |
  known.payload;

/**
 * The straight way for what nearly all of a scan is: a whole Ethernet frame with IPv4 without options and fragments,
 * TCP and no payload. It writes exactly the record that `decodeFrame` would (a property test holds the two
 * together), and false where the frame is anything else. The caller has made room, and knows the time.
 */
export function decodeCommonFrame(
  batch: Batch,
  view: DataView,
  start: number,
  end: number,
  time: number,
  interfaceIndex: number,
  ordinal: number,
): boolean {
  if (end - start < least) return false;
  // EtherType, version, header length and type of service; then length and identification.
  const head = view.getUint32(start + 12);
  if (head >>> 8 !== 0x080045) return false;
  const lengths = view.getUint32(start + 16);
  const fragmentAndTtl = view.getUint32(start + 20);
  const total = lengths >>> 16;
  const fragment = (fragmentAndTtl >>> 16) & 0x7fff;
  if ((fragmentAndTtl & 0xff) !== protocol.tcp || (fragment & 0x3fff) !== 0) return false;
  const field = view.getUint32(start + tcpAt + 12);
  const headerLength = (field >>> 28) << 2;
  // The TCP header ends where the packet does, within the frame.
  if (headerLength < tcp || total !== ipv4 + headerLength || total > end - start - ethernet) return false;

  const { words, size } = batch;
  const at = size * stride;
  words[at + word.known] = fields;
  words[at + word.shape] = protocol.tcp;
  words[at + word.source] = view.getUint32(start + 26);
  words[at + word.destination] = view.getUint32(start + 30);
  words[at + word.ports] = view.getUint32(start + tcpAt);
  words[at + word.ip] = (lengths << 16) | (fragmentAndTtl & 0xff00) | (head & 0xff);
  words[at + word.sequence] = view.getUint32(start + tcpAt + 4);
  words[at + word.acknowledgement] = view.getUint32(start + tcpAt + 8);
  words[at + word.tcp] = (field << 16) | ((field >>> 16) & 0xf1ff);
  words[at + word.length] = (total << 16) | fragment;
  if (headerLength === tcp) {
    words[at + word.optionKinds] = 0;
    words[at + word.optionValues] = 0;
  } else if (headerLength === tcp + 4 && view.getUint16(start + tcpAt + tcp) === 0x0204) {
    words[at + word.optionKinds] = optionKind.mss;
    words[at + word.optionValues] = (view.getUint16(start + tcpAt + tcp + 2) << 16) | optionBit.hasMss;
  } else {
    decodeTcpOptions(words, at, view, start + tcpAt + tcp, start + tcpAt + headerLength);
  }
  words[at + word.packets] = 1;
  words[at + word.interface] = interfaceIndex;
  words[at + word.ordinal] = ordinal;
  words[at + word.payload] = 0;
  batch.times[size] = time;
  batch.size = size + 1;
  return true;
}

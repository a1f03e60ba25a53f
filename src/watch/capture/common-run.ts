/*
 * The straight way for what nearly all of a scan is: records of whole Ethernet frames with IPv4 without options and
 * fragments, TCP, and no payload. It gives exactly the records that `decodeFrame` would (a property test holds the
 * two together), at three times its speed. Written out in one loop, because V8 puts no function of this size into
 * another, and a call a packet costs as much as the packet.
 */
import { decodeTcpOptions } from '../layers/tcp-options.ts';
import { type Batch, stride } from '../record.ts';
import {
  atAcknowledgement,
  atDestination,
  atInterface,
  atIp,
  atKnown,
  atLength,
  atOptionKinds,
  atOptionValues,
  atOrdinal,
  atPackets,
  atPayload,
  atPorts,
  atSequence,
  atShape,
  atSource,
  atTcp,
} from '../record-words.ts';
import {
  commonFields,
  ethernetAt,
  hasMss,
  ipAt,
  mssAlone,
  mssOption,
  optionsAt,
  plainIPv4,
  plainTcpMask,
  tcpAt,
  tcpProtocol,
} from './common-layout.ts';
import { largestPacket } from './pcap-record.ts';

/**
 * Reads such records from `from` on into the batch until it is full or another one comes, and returns where that
 * begins. `ordinal` is the number of the first.
 */
export function readCommonRun(
  batch: Batch,
  view: DataView,
  from: number,
  to: number,
  little: boolean,
  perMicrosecond: number,
  ordinal: number,
): number {
  const { words, times, capacity } = batch;
  const perSecond = perMicrosecond * 1e6;
  const first = batch.size;
  let { size } = batch;
  let p = from;
  while (size < capacity && to - p >= optionsAt) {
    const fraction = view.getUint32(p + 4, little);
    const captured = view.getUint32(p + 8, little);
    const end = p + ethernetAt + captured;
    if (captured > largestPacket || end > to || end - p < optionsAt) break;
    if (fraction >= perSecond || captured > view.getUint32(p + 12, little)) break;
    // EtherType, version and header length; then the fragment word but for DF, and the protocol.
    if (view.getUint32(p + (ethernetAt + 12)) >>> 8 !== plainIPv4) break;
    const flow = view.getUint32(p + (ipAt + 6));
    if ((flow & plainTcpMask) !== tcpProtocol) break;
    const lengths = view.getUint32(p + (ipAt + 2));
    const field = view.getUint32(p + (tcpAt + 12));
    const header = (field >>> 28) << 2;
    const total = lengths >>> 16;
    if (header < 20 || total !== 20 + header || total > end - p - ipAt) break;

    const record = size * stride;
    words[record + atKnown] = commonFields;
    words[record + atShape] = tcpProtocol;
    words[record + atSource] = view.getUint32(p + (ipAt + 12));
    words[record + atDestination] = view.getUint32(p + (ipAt + 16));
    words[record + atPorts] = view.getUint32(p + tcpAt);
    words[record + atIp] = (lengths << 16) | (flow & 0xff00) | view.getUint8(p + (ipAt + 1));
    words[record + atSequence] = view.getUint32(p + (tcpAt + 4));
    words[record + atAcknowledgement] = view.getUint32(p + (tcpAt + 8));
    words[record + atTcp] = (field << 16) | ((field >>> 16) & 0xf1ff);
    words[record + atLength] = (lengths & 0xffff0000) | ((flow >>> 16) & 0x7fff);
    if (header === 20) {
      words[record + atOptionKinds] = 0;
      words[record + atOptionValues] = 0;
    } else if (header === 24 && view.getUint16(p + optionsAt) === mssOption) {
      words[record + atOptionKinds] = mssAlone;
      words[record + atOptionValues] = (view.getUint16(p + (optionsAt + 2)) << 16) | hasMss;
    } else {
      decodeTcpOptions(words, record, view, p + optionsAt, p + tcpAt + header);
    }
    words[record + atPackets] = 1;
    words[record + atInterface] = 0;
    words[record + atOrdinal] = ordinal + size - first;
    words[record + atPayload] = 0;
    times[size] = view.getUint32(p, little) * 1e6 + fraction / perMicrosecond;
    size++;
    p = end;
  }
  batch.size = size;
  return p;
}

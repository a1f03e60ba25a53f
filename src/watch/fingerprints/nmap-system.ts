import { known, optionBit, optionKind, tcpFlag, word } from '../record.ts';
import { flagsAt, hasAll, optionLayout, optionsAre, payloadLengthAt, windowAt, wordAt } from './fields.ts';

const { mss, nop, windowScale, sackOk } = optionKind;
const ecnLayout = optionLayout(windowScale, nop, mss, sackOk, nop, nop);
const ecnFlags = tcpFlag.syn | tcpFlag.ece | tcpFlag.cwr;
const echoRequestCode9 = (8 << 8) | 9;
const echoRequest = 8 << 8;

/** All probes T1-T7 and five of the sequence test carry a timestamp of all ones, the ECN probe has window 3. */
export const signNmapSystemTcp = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, known.optionValues | known.flags) &&
  ((wordAt(words, at, word.timestamp) === -1 &&
    (wordAt(words, at, word.optionValues) & optionBit.hasTimestamp) !== 0) ||
    (flagsAt(words, at) === ecnFlags && windowAt(words, at) === 3 && optionsAre(words, at, ecnLayout)));

/** U1: identification 0x1042 and 300 bytes. */
export const signNmapSystemUdp = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, known.ipId | known.payloadLength) &&
  wordAt(words, at, word.ip) >>> 16 === 0x1042 &&
  payloadLengthAt(words, at) === 300;

/** IE1: code 9 (which no ping sends), sequence 295, 120 bytes. IE2: code 0, the next sequence, TOS 4, 150 bytes. */
export const signNmapSystemEcho = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, known.icmp | known.echo | known.payloadLength) &&
  ((wordAt(words, at, word.ports) === echoRequestCode9 &&
    (wordAt(words, at, word.sequence) & 0xffff) === 295 &&
    payloadLengthAt(words, at) === 120) ||
    (wordAt(words, at, word.ports) === echoRequest &&
      (wordAt(words, at, word.sequence) & 0xffff) === 296 &&
      payloadLengthAt(words, at) === 150));

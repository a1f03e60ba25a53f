import { known, optionBit, optionKind, tcpFlag, word } from '../record.ts';
import { optionLayout, wordAt } from './fields.ts';

const { mss, nop, windowScale, sackOk } = optionKind;
const ecnLayout = optionLayout(windowScale, nop, mss, sackOk, nop, nop);
const ecnFlags = tcpFlag.syn | tcpFlag.ece | tcpFlag.cwr;
const udpNeeds = known.ipId | known.payloadLength;
const echoNeeds = known.icmp | known.echo | known.payloadLength;
const echoRequest = 8 << 8;

/** T1-T7 carry a timestamp of all ones. */
export const signNmapSystemTimestamp = (has: number, values: number, timestamp: number): boolean =>
  timestamp === -1 && (values & optionBit.hasTimestamp) !== 0 && (has & known.optionValues) !== 0;

/** The ECN probe: window 3. */
export const signNmapSystemEcn = (has: number, tcp: number, kinds: number): boolean =>
  (tcp & 0x1ff) === ecnFlags && tcp >>> 16 === 3 && kinds === ecnLayout && (has & known.optionKinds) !== 0;

/** U1: identification 0x1042 and 300 bytes. */
export const signNmapSystemUdp = (has: number, ip: number, payload: number): boolean =>
  ip >>> 16 === 0x1042 && payload >>> 8 === 300 && (has & udpNeeds) === udpNeeds;

/** IE1: code 9 (which no ping sends), sequence 295, 120 bytes. IE2: code 0, the next sequence, 150 bytes. */
export function signNmapSystemEcho(words: Uint32Array, at: number, has: number): boolean {
  if ((has & echoNeeds) !== echoNeeds) return false;
  const code = wordAt(words, at, word.ports);
  const sequence = wordAt(words, at, word.sequence) & 0xffff;
  const bytes = wordAt(words, at, word.payload) >>> 8;
  return (
    (code === (echoRequest | 9) && sequence === 295 && bytes === 120) ||
    (code === echoRequest && sequence === 296 && bytes === 150)
  );
}

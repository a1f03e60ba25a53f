import { sign } from '../fingerprints/sign-bits.ts';
import { signsOf } from '../fingerprints/signs.ts';
import { known, optionBit, tcpFlag, word } from '../record.ts';
import { tcpShapes } from '../source-summary.ts';

const { fin, syn, psh, ack, urg } = tcpFlag;

/** Of segments that are no probe. */
export const noShape = -1;
const ackShape = tcpShapes.indexOf('ack');
const otherShape = tcpShapes.indexOf('other');

/** Whether a segment with ACK carries data; where its length is unknown PSH tells. */
export const hasData = (words: Uint32Array, at: number, flags: number): boolean =>
  ((words[at + word.known] as number) & known.payloadLength) === 0
    ? (flags & psh) !== 0
    : (words[at + word.payload] as number) >>> 8 !== 0;

/**
 * The shape of a segment with ACK and without data, as a probe: an acknowledgement alone (nmap -sA), with FIN (nmap
 * -sM, Maimon's scan), or with what no stack puts together. An empty PSH-ACK is some stacks' keep-alive.
 */
export function bareAckShape(flags: number): number {
  const bare = flags & 0x3f;
  if (bare === ack) return ackShape;
  return (bare & (fin | syn | urg)) === 0 ? noShape : otherShape;
}

const nmapFlags = 1 << sign.nmapFlags;

/** Whether nmap's raw socket made it: a round window, no options, no DF. Its ports may be those of a late packet. */
export const isNmaps = (words: Uint32Array, at: number): boolean => (signsOf(words, at) & nmapFlags) !== 0;

/** Whether it carries a timestamp (RFC 7323): both ends of a connection agreed on it when it began. */
export const hasTimestamp = (words: Uint32Array, at: number): boolean =>
  ((words[at + word.known] as number) & known.optionValues) !== 0 &&
  ((words[at + word.optionValues] as number) & optionBit.hasTimestamp) !== 0;

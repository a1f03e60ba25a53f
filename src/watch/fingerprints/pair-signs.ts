import { known, protocol, shape, tcpFlag, word } from '../record.ts';
import { wordAt } from './fields.ts';
import { pairSign } from './sign-bits.ts';

const needs = known.ports | known.sequence | known.flags;

/**
 * The pair signs of a record together with the one that the same source sent before (`base`; the latest one shows
 * most, an earlier one shows less but nothing false). TCP only; both with the same flags.
 */
export function pairSignsOf(words: Uint32Array, at: number, base: Uint32Array, baseAt: number): number {
  const form = wordAt(words, at, word.shape);
  if ((form & 0xff) !== protocol.tcp) return 0;
  if (((form ^ wordAt(base, baseAt, word.shape)) & (0xff | shape.v6)) !== 0) return 0;
  const has = wordAt(words, at, word.known) & wordAt(base, baseAt, word.known);
  const tcp = wordAt(words, at, word.tcp);
  const change = tcp ^ wordAt(base, baseAt, word.tcp);
  if ((has & needs) !== needs || (change & 0x1ff) !== 0) return 0;
  // nmap keeps its number in the sequence of a SYN, and in the acknowledgement where it sets ACK (-sA, -sM).
  const number = (tcp & tcpFlag.ack) !== 0 ? word.acknowledgement : word.sequence;
  if (number === word.acknowledgement && (has & known.acknowledgement) === 0) return 0;
  const sequence = wordAt(words, at, number) ^ wordAt(base, baseAt, number);
  if (sequence === 0) return sameSequenceSigns(words, at, base, baseAt, has);
  const ports = wordAt(words, at, word.ports);
  const basePorts = wordAt(base, baseAt, word.ports);
  let signs = equalHalves(sequence) ? 1 << pairSign.equalHalves : 0;
  if ((ports ^ basePorts) >>> 16 === 0) {
    if (change >>> 16 === 0 && (has & known.window) !== 0) signs |= 1 << pairSign.fixedPortAndWindow;
  } else if ((((ports >>> 16) - (basePorts >>> 16)) & 0xffff) === 1) signs |= 1 << pairSign.nextSourcePort;
  // Where target and port moved alike, nmap's difference could be unicornscan's: such a pair tells neither apart.
  if (ports === basePorts || (form & shape.v6) !== 0 || equalHalves(sequence)) return signs;
  const targets = wordAt(words, at, word.destination) ^ wordAt(base, baseAt, word.destination);
  const follows =
    isPorts(sequence ^ targets, ports ^ basePorts) || isPorts(sequence ^ swapped(targets), ports ^ basePorts);
  return follows ? signs | (1 << pairSign.sequenceFollowsTarget) : signs;
}

export const equalHalves = (difference: number): boolean =>
  ((difference >>> 16) ^ (difference & 0xffff)) === 0;

/** In either order: unicornscan's own calls have both. */
const isPorts = (rest: number, ports: number): boolean =>
  rest === ports || rest === ((ports << 16) | (ports >>> 16));

/** It mixes in the address in network order, which on little-endian machines is the other way round. */
const swapped = (value: number): number =>
  (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);

function sameSequenceSigns(
  words: Uint32Array,
  at: number,
  base: Uint32Array,
  baseAt: number,
  has: number,
): number {
  const ports = wordAt(words, at, word.ports) ^ wordAt(base, baseAt, word.ports);
  if ((ports & 0xffff) !== 0 || !sameTarget(words, at, base, baseAt)) return 1 << pairSign.sameSequence;
  if ((has & known.ipId) === 0) return ports === 0 ? 1 << pairSign.retransmission : 0;
  const sameId = (wordAt(words, at, word.ip) ^ wordAt(base, baseAt, word.ip)) >>> 16 === 0;
  if (ports === 0) return 1 << (sameId ? pairSign.exactRepeat : pairSign.retransmission);
  return sameId ? 1 << pairSign.movedSourcePort : 0;
}

function sameTarget(words: Uint32Array, at: number, base: Uint32Array, baseAt: number): boolean {
  const last = (wordAt(words, at, word.shape) & shape.v6) === 0 ? word.destination : word.destination + 3;
  for (let index = word.destination; index <= last; index++)
    if (wordAt(words, at, index) !== wordAt(base, baseAt, index)) return false;
  return true;
}

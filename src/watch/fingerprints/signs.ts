import { known, protocol, shape, tcpFlag, word } from '../record.ts';
import { flagsAt, hasAll, headerIs, payloadLengthAt, wordAt } from './fields.ts';
import { signHajimeWindow } from './hajime.ts';
import { signHpingWindow } from './hping.ts';
import { isKernelLike, kernelSign } from './kernel.ts';
import { signMasscanBare, signMasscanEcho, signMasscanRelation, signMasscanWindow1025 } from './masscan.ts';
import { signMiraiRelation } from './mirai.ts';
import { signNmapFlags, signNmapSyn } from './nmap.ts';
import { signNmapSystemEcho, signNmapSystemTcp, signNmapSystemUdp } from './nmap-system.ts';
import { pairSign, sign } from './sign-bits.ts';
import { signUnicornMimic } from './unicornscan.ts';
import {
  mayBeZmapOptions,
  signZmapBsd,
  signZmapIdentification,
  signZmapIdentificationOnly,
  signZmapLinux,
  signZmapSmallest,
  signZmapWindows,
} from './zmap.ts';

export { pairSignCount, signCount } from './sign-bits.ts';

/** The signs of the record that starts at word `at`: a bit each, numbered by `sign`. */
export function signsOf(words: Uint32Array, at: number): number {
  const number = wordAt(words, at, word.shape) & 0xff;
  if (number === protocol.tcp) {
    if (!hasAll(words, at, known.flags)) return 0;
    return flagsAt(words, at) === tcpFlag.syn ? synSigns(words, at) : otherTcpSigns(words, at);
  }
  if (number === protocol.udp) return udpSigns(words, at);
  return number === protocol.icmp || number === protocol.icmpv6 ? echoSigns(words, at) : 0;
}

function synSigns(words: Uint32Array, at: number): number {
  let signs = signMasscanRelation(words, at) ? 1 << sign.masscanRelation : 0;
  if (signMiraiRelation(words, at)) signs |= 1 << sign.miraiRelation;
  // The quick way out: no tool here sets DF, so a kernel's SYN has no other sign.
  if (isKernelLike(words, at)) {
    signs |= kernelSign(words, at);
    if ((wordAt(words, at, word.shape) & shape.v6) === 0) return signs;
  }
  return signs | rawSynSigns(words, at);
}

/** Signs of SYNs from raw sockets. Each fits one window, so the window chooses. */
function rawSynSigns(words: Uint32Array, at: number): number {
  let signs = headerIs(words, at, 20) ? 1 << sign.bareSyn : 0;
  if (signMasscanBare(words, at, 1024)) signs |= 1 << sign.masscanWindow1024;
  else if (signNmapSyn(words, at)) signs |= 1 << sign.nmapSyn;
  else if (signMasscanWindow1025(words, at)) signs |= 1 << sign.masscanWindow1025;
  else if (signHpingWindow(words, at)) signs |= 1 << sign.hpingWindow;
  else if (signHajimeWindow(words, at)) signs |= 1 << sign.hajimeWindow;
  else if (signMasscanBare(words, at, 0)) signs |= 1 << sign.masscanWindow0;
  if (signZmapIdentification(words, at)) signs |= 1 << sign.zmapIdentification;
  if (mayBeZmapOptions(words, at)) signs |= zmapOptionSigns(words, at);
  if (signUnicornMimic(words, at)) signs |= 1 << sign.unicornMimic;
  if (signNmapSystemTcp(words, at)) signs |= 1 << sign.nmapSystem;
  return signs;
}

function zmapOptionSigns(words: Uint32Array, at: number): number {
  if (signZmapWindows(words, at)) return 1 << sign.zmapWindows;
  if (signZmapLinux(words, at)) return 1 << sign.zmapLinux;
  if (signZmapBsd(words, at)) return 1 << sign.zmapBsd;
  return signZmapSmallest(words, at) ? 1 << sign.zmapSmallest : 0;
}

function otherTcpSigns(words: Uint32Array, at: number): number {
  if (signNmapSystemTcp(words, at)) return 1 << sign.nmapSystem;
  if (signNmapFlags(words, at)) return 1 << sign.nmapFlags;
  return signHpingWindow(words, at) ? 1 << sign.hpingWindow : 0;
}

function udpSigns(words: Uint32Array, at: number): number {
  if (signNmapSystemUdp(words, at)) return 1 << sign.nmapSystem;
  return signZmapIdentificationOnly(words, at) ? 1 << sign.zmapIdentification : 0;
}

function echoSigns(words: Uint32Array, at: number): number {
  if (!hasAll(words, at, known.icmp)) return 0;
  let signs = signZmapIdentificationOnly(words, at) ? 1 << sign.zmapIdentification : 0;
  if (signMasscanEcho(words, at)) signs |= 1 << sign.masscanRelation;
  if (signNmapSystemEcho(words, at)) signs |= 1 << sign.nmapSystem;
  if (hasAll(words, at, known.echo | known.payloadLength) && payloadLengthAt(words, at) === 0)
    signs |= 1 << sign.emptyEcho;
  return signs;
}

const pairNeeds = known.ports | known.sequence | known.flags;

/**
 * The pair signs of a record together with the one that the same source sent before (`base`; the latest one shows
 * most, an earlier one shows less but nothing false). TCP only; both with the same flags.
 */
export function pairSignsOf(words: Uint32Array, at: number, base: Uint32Array, baseAt: number): number {
  if ((wordAt(words, at, word.shape) & 0xff) !== protocol.tcp) return 0;
  if (((wordAt(words, at, word.shape) ^ wordAt(base, baseAt, word.shape)) & (0xff | shape.v6)) !== 0)
    return 0;
  const has = wordAt(words, at, word.known) & wordAt(base, baseAt, word.known);
  if ((has & pairNeeds) !== pairNeeds || flagsAt(words, at) !== flagsAt(base, baseAt)) return 0;
  if (flagsAt(words, at) === tcpFlag.ack && (has & known.acknowledgement) === 0) return 0;
  const ports = wordAt(words, at, word.ports) ^ wordAt(base, baseAt, word.ports);
  const sequence = numberOf(words, at) ^ numberOf(base, baseAt);
  const target = sameTarget(words, at, base, baseAt);
  if (sequence === 0) return sameSequenceSigns(words, at, base, baseAt, ports, target, has);
  return otherSequenceSigns(words, at, base, baseAt, ports, sequence, has);
}

/** nmap keeps its number in the sequence of a SYN and in the acknowledgement of an ACK probe. */
const numberOf = (words: Uint32Array, at: number): number =>
  flagsAt(words, at) === tcpFlag.ack
    ? wordAt(words, at, word.acknowledgement)
    : wordAt(words, at, word.sequence);

function sameTarget(words: Uint32Array, at: number, base: Uint32Array, baseAt: number): boolean {
  if (wordAt(words, at, word.destination) !== wordAt(base, baseAt, word.destination)) return false;
  if ((wordAt(words, at, word.shape) & shape.v6) === 0) return true;
  for (let index = word.destination + 1; index < word.destination + 4; index++)
    if (wordAt(words, at, index) !== wordAt(base, baseAt, index)) return false;
  return true;
}

function sameSequenceSigns(
  words: Uint32Array,
  at: number,
  base: Uint32Array,
  baseAt: number,
  ports: number,
  target: boolean,
  has: number,
): number {
  if (!target || (ports & 0xffff) !== 0) return 1 << pairSign.sameSequence;
  if ((has & known.ipId) === 0) return ports === 0 ? 1 << pairSign.retransmission : 0;
  const sameId = (wordAt(words, at, word.ip) ^ wordAt(base, baseAt, word.ip)) >>> 16 === 0;
  if (ports === 0) return sameId ? 1 << pairSign.exactRepeat : 1 << pairSign.retransmission;
  return sameId ? 1 << pairSign.movedSourcePort : 0;
}

function otherSequenceSigns(
  words: Uint32Array,
  at: number,
  base: Uint32Array,
  baseAt: number,
  ports: number,
  sequence: number,
  has: number,
): number {
  let signs = ((sequence >>> 16) ^ sequence) & 0xffff ? 0 : 1 << pairSign.equalHalves;
  if (ports !== 0 && followsTarget(words, at, base, baseAt, ports, sequence))
    signs |= 1 << pairSign.sequenceFollowsTarget;
  const sameWindow = (wordAt(words, at, word.tcp) ^ wordAt(base, baseAt, word.tcp)) >>> 16 === 0;
  if (ports >>> 16 === 0 && sameWindow && (has & known.window) !== 0)
    signs |= 1 << pairSign.fixedPortAndWindow;
  if ((((wordAt(words, at, word.ports) >>> 16) - (wordAt(base, baseAt, word.ports) >>> 16)) & 0xffff) === 1)
    signs |= 1 << pairSign.nextSourcePort;
  return signs;
}

/** With the ports in either order: the facts about its sources name them from the answer's side. */
function followsTarget(
  words: Uint32Array,
  at: number,
  base: Uint32Array,
  baseAt: number,
  ports: number,
  sequence: number,
): boolean {
  if ((wordAt(words, at, word.shape) & shape.v6) !== 0) return false;
  const rest = sequence ^ wordAt(words, at, word.destination) ^ wordAt(base, baseAt, word.destination);
  return rest === ports || rest === ((ports << 16) | (ports >>> 16));
}

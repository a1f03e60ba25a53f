import { known, protocol, shape, tcpFlag, word } from '../record.ts';
import { hasDontFragment, headerBytes, mayFragment, onlyCommonSegment, wordAt } from './fields.ts';
import { signHajimeSequence } from './hajime.ts';
import { isHpingWindow } from './hping.ts';
import { kernelSign } from './kernel.ts';
import { signMasscanRelation } from './masscan.ts';
import { signMiraiRelation } from './mirai.ts';
import { isNmapWindow } from './nmap.ts';
import {
  signNmapSystemEcho,
  signNmapSystemEcn,
  signNmapSystemTimestamp,
  signNmapSystemUdp,
} from './nmap-system.ts';
import { sign } from './sign-bits.ts';
import { signUnicornMimic } from './unicornscan.ts';
import { signZmapIdentification, zmapOptionSigns } from './zmap.ts';

export { pairSignsOf } from './pair-signs.ts';
export { pairSignCount, signCount } from './sign-bits.ts';

/** The signs of the record that starts at word `at`: a bit each, numbered by `sign`. */
export function signsOf(words: Uint32Array, at: number): number {
  const has = wordAt(words, at, word.known);
  const form = wordAt(words, at, word.shape);
  const number = form & 0xff;
  if (number !== protocol.tcp) {
    if (number === protocol.udp) return udpSigns(words, at, has, form);
    return number === protocol.icmp ? echoSigns(words, at, has, form) : 0;
  }
  if ((has & known.flags) === 0) return 0;
  const tcp = wordAt(words, at, word.tcp);
  if ((tcp & 0x1ff) !== tcpFlag.syn) return otherTcpSigns(words, at, has, form, tcp);
  const length = wordAt(words, at, word.length);
  let signs = 0;
  if ((form & shape.v6) === 0) {
    const destination = wordAt(words, at, word.destination);
    const sequence = wordAt(words, at, word.sequence);
    const ports = wordAt(words, at, word.ports);
    if (signMasscanRelation(has, destination, ports, sequence, wordAt(words, at, word.ip)))
      signs = 1 << sign.masscanRelation;
    if (signMiraiRelation(has, destination, sequence)) signs |= 1 << sign.miraiRelation;
    // The quick way out: no tool here sets DF, so an ordinary kernel's SYN has no other sign.
    if (hasDontFragment(has, form, length))
      return (
        signs | kernelSign(has, wordAt(words, at, word.optionKinds), headerBytes(has, form, tcp, length))
      );
  }
  return signs | rawSynSigns(words, at, has, form, tcp, length);
}

/** Signs of a SYN without DF. A tool has its window, so that the window chooses what else is asked. */
function rawSynSigns(
  words: Uint32Array,
  at: number,
  has: number,
  form: number,
  tcp: number,
  length: number,
): number {
  const header = headerBytes(has, form, tcp, length);
  let signs = header === 20 ? 1 << sign.bareSyn : 0;
  if ((has & known.window) !== 0) {
    const window = tcp >>> 16;
    if (window === 65535) signs |= fullWindowSigns(words, at, has, form, length);
    else if (header === 20) signs |= bareSigns(words, at, has, window);
    else if (window <= 4096) signs |= segmentSigns(words, at, has, window, header);
  }
  if (header === 20) return signs;
  const kinds = wordAt(words, at, word.optionKinds);
  const values = wordAt(words, at, word.optionValues);
  if (signUnicornMimic(has, kinds, values)) signs |= 1 << sign.unicornMimic;
  if (signNmapSystemTimestamp(has, values, wordAt(words, at, word.timestamp))) signs |= 1 << sign.nmapSystem;
  return (form & shape.v6) === 0 ? signs : signs | kernelSign(has, kinds, header);
}

function fullWindowSigns(words: Uint32Array, at: number, has: number, form: number, length: number): number {
  const signs = zmapOptionSigns(words, at, has, form, length);
  if (!signZmapIdentification(has, form, wordAt(words, at, word.ip))) return signs;
  return signs | (1 << sign.zmapIdentification);
}

/** A header without options. */
function bareSigns(words: Uint32Array, at: number, has: number, window: number): number {
  if (window === 1024) return 1 << sign.masscanWindow1024;
  if (window === 0) return 1 << sign.masscanWindow0;
  if (isHpingWindow(window)) return 1 << sign.hpingWindow;
  if (window !== 14600) return 0;
  return signHajimeSequence(has, wordAt(words, at, word.sequence)) ? 1 << sign.hajimeWindow : 0;
}

/** A header whose only option is the MSS. */
function segmentSigns(words: Uint32Array, at: number, has: number, window: number, header: number): number {
  if (window === 1025) return onlyCommonSegment(words, at, has, header) ? 1 << sign.masscanWindow1025 : 0;
  return isNmapWindow(window) && onlyCommonSegment(words, at, has, header) ? 1 << sign.nmapSyn : 0;
}

function otherTcpSigns(words: Uint32Array, at: number, has: number, form: number, tcp: number): number {
  const values = wordAt(words, at, word.optionValues);
  if (signNmapSystemTimestamp(has, values, wordAt(words, at, word.timestamp))) return 1 << sign.nmapSystem;
  if (signNmapSystemEcn(has, tcp, wordAt(words, at, word.optionKinds))) return 1 << sign.nmapSystem;
  const length = wordAt(words, at, word.length);
  if ((has & known.window) === 0 || !mayFragment(has, form, length)) return 0;
  if (headerBytes(has, form, tcp, length) !== 20) return 0;
  if (isNmapWindow(tcp >>> 16)) return 1 << sign.nmapFlags;
  return isHpingWindow(tcp >>> 16) ? 1 << sign.hpingWindow : 0;
}

function udpSigns(words: Uint32Array, at: number, has: number, form: number): number {
  const ip = wordAt(words, at, word.ip);
  if (signNmapSystemUdp(has, ip, wordAt(words, at, word.payload))) return 1 << sign.nmapSystem;
  return signZmapIdentification(has, form, ip) ? 1 << sign.zmapIdentification : 0;
}

const emptyEchoNeeds = known.echo | known.payloadLength;

function echoSigns(words: Uint32Array, at: number, has: number, form: number): number {
  const ip = wordAt(words, at, word.ip);
  let signs = signZmapIdentification(has, form, ip) ? 1 << sign.zmapIdentification : 0;
  if (signNmapSystemEcho(words, at, has)) signs |= 1 << sign.nmapSystem;
  if ((has & emptyEchoNeeds) === emptyEchoNeeds && wordAt(words, at, word.payload) >>> 8 === 0)
    signs |= 1 << sign.emptyEcho;
  return signs;
}

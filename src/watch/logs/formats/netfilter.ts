/*
 * The LOG target of iptables and nftables (net/netfilter/nf_log_syslog.c of Linux), also by ulogd:
 *
 *   PREFIX IN=eth1 OUT= [PHYSIN= PHYSOUT=] MAC=dst6:src6:type2 SRC=a DST=b
 *     IPv4: LEN=44 TOS=0x00 PREC=0x00 TTL=53 ID=15270 [CE] [DF] [MF] [FRAG:offset/8] [OPT (ip options)]
 *     IPv6: LEN=104 TC=0 HOPLIMIT=64 FLOWLBL=868225 [FRAG:offset] [ID:x] [OPT ( )]
 *   PROTO=TCP SPT= DPT= [SEQ= ACK=] WINDOW= RES=0x00 [CWR ECE URG ACK PSH RST SYN FIN] URGP=0 [OPT (hex)]
 *   PROTO=UDP SPT= DPT= LEN= | PROTO=ICMP TYPE= CODE= [ID= SEQ=] [GATEWAY=] [quoted packet] [MTU=]
 *   PROTO=ESP SPI=0x | PROTO=AH SPI=0x | PROTO=number      then [UID= GID=] [MARK=0x]
 *
 * LEN, ID and OPT come twice, before and behind PROTO; `ACK=` is a number and `ACK` a flag. TOS and PREC are the two
 * parts of the old octet, whose lowest bit the kernel masks away. IN alone is INPUT, OUT alone this host's own packet.
 */
import { protocol, word } from '../../record.ts';
import { readAddress } from '../address.ts';
import { closeSquare, colon, equals, isDigit, openRound, openSquare, space, zero } from '../ascii.ts';
import type { Context, LogFormat } from '../format.ts';
import type { Line } from '../line.ts';
import { outcome } from '../outcome.ts';
import type { Records } from '../records.ts';
import { entryOf, keyKind, packLetter, slot, slots, special, valueMark } from './netfilter-keys.ts';
import { NetfilterOptions } from './netfilter-options.ts';
import { NetfilterPrefix, variants } from './netfilter-prefix.ts';
import { protocolAt } from './netfilter-protocol.ts';
import { readQuoted } from './netfilter-quoted.ts';
import { composeRecord, type NetfilterFields } from './netfilter-record.ts';

const letterI = 0x49;
const letterN = 0x4e;
const letterO = 0x4f;
const letterU = 0x55;
const letterT = 0x54;
/** IFNAMSIZ. */
const longestName = 16;
/** Six octets, six and two, each two digits and a colon, and the blank behind. */
const usualHardware = 41;
const decimalKind = keyKind.decimal >>> 6;

export class Netfilter implements LogFormat, NetfilterFields {
  readonly values = new Uint32Array(slots);
  /** Bits of `slot`: what the line gave. */
  seen = 0;
  flags = 0;
  fragmentFlags = 0;
  transport = -1;
  v6 = false;
  outgoing = false;
  quoted = false;
  readonly options = new NetfilterOptions();
  readonly #prefix = new NetfilterPrefix();
  readonly #met = new Float64Array(variants.length);

  met(): readonly string[] {
    return variants.filter((_, index) => this.#met[index] !== 0);
  }

  notes(): readonly string[] {
    return [];
  }

  read(line: Line, context: Context): number {
    const from = line.at;
    const start = findIn(line, from);
    if (start < 0) return outcome.notMine;
    if (!this.#prefix.read(line, context, from, start)) return outcome.otherProgram;
    const { records } = context;
    const iface = this.#interfaces(line, records, start + 3);
    const failure = this.#fields(line, records);
    if (failure !== outcome.record) return failure;
    const wrong = composeRecord(this, records, context, this.#prefix.action, this.#prefix.packets, iface);
    if (wrong === outcome.record) {
      const { variant } = this.#prefix;
      this.#met[variant] = (this.#met[variant] as number) + 1;
    }
    return wrong;
  }

  /** `eth1 OUT=eth0 `: the number of the one that it came in by, else of the one that it leaves by. */
  #interfaces(line: Line, records: Records, inName: number): number {
    let at = inName;
    while (line.byte(at) !== space) at++;
    let iface = records.interfaceOf(line, inName, at);
    const outName = at + 5;
    at = outName;
    while (at < line.end && line.byte(at) !== space) at++;
    this.outgoing = outName - 5 === inName && at > outName;
    if (this.outgoing) iface = records.interfaceOf(line, outName, at);
    line.at = at;
    return iface;
  }

  #fields(line: Line, records: Records): number {
    const { bytes, end } = line;
    this.seen = 0;
    this.flags = 0;
    this.fragmentFlags = 0;
    this.transport = -1;
    this.quoted = false;
    this.options.reset();
    let { at } = line;
    while (at < end) {
      let byte = bytes[at] as number;
      if (byte === space) {
        at++;
        continue;
      }
      if (byte === openSquare) {
        line.at = at + 1;
        if (isDigit(bytes[at + 1] as number)) line.at = Math.min(line.next(closeSquare, at) + 1, end);
        else this.quoted = readQuoted(line, records);
        at = line.at;
        if (at >= end && !this.quoted) return this.seen === 0 ? outcome.noAddresses : outcome.cut;
        continue;
      }
      let key = 0;
      while (byte > space && byte !== equals && byte !== colon) {
        key = packLetter(key, byte);
        byte = bytes[++at] as number;
      }
      // `FRAG:` has a colon; keys of the future may.
      const valued = byte === equals || byte === colon;
      const entry = entryOf(valued ? key ^ valueMark : key);
      if (valued) at++;
      if (entry >>> 6 === decimalKind) {
        at = this.#decimal(bytes, at, entry & 63);
      } else if (entry !== 0) {
        line.at = at;
        const failure = this.#value(line, records, entry);
        if (failure !== outcome.record) return failure;
        at = line.at;
      }
      while (at < end && bytes[at] !== space) at++;
    }
    return outcome.record;
  }

  /** Most keys are of this kind: digits up to 2^32 - 1, else as if the key were not there. Gives the position behind. */
  #decimal(bytes: Uint8Array, from: number, low: number): number {
    let at = from;
    let value = 0;
    let digit = (bytes[at] as number) - zero;
    while (digit >= 0 && digit <= 9 && at - from < 11) {
      value = value * 10 + digit;
      digit = (bytes[++at] as number) - zero;
    }
    if (at === from || value > 0xffff_ffff) return at;
    const place = (this.seen & (1 << slot.protocol)) === 0 ? low : behindProtocol(low);
    this.values[place] = value;
    this.seen |= 1 << place;
    return at;
  }

  #value(line: Line, records: Records, entry: number): number {
    const low = entry & 63;
    switch (entry & ~63) {
      case keyKind.hex: {
        const value = line.hex();
        if (value >= 0) {
          this.values[low] = value;
          this.seen |= 1 << low;
        }
        return outcome.record;
      }
      case keyKind.flag:
        if (this.transport === protocol.tcp) this.flags |= 1 << low;
        return outcome.record;
      case keyKind.ipFlag:
        if (this.transport < 0) this.fragmentFlags |= 1 << low;
        return outcome.record;
      default:
        return this.#special(line, records, low);
    }
  }

  #special(line: Line, records: Records, which: number): number {
    switch (which) {
      case special.source:
      case special.destination:
        return this.#address(line, records, which === special.source);
      case special.protocol:
        this.transport = protocolAt(line);
        if (this.transport < 0) return line.at >= line.end ? outcome.cut : outcome.unknownProtocol;
        this.seen |= 1 << slot.protocol;
        return outcome.record;
      case special.hardware:
        this.#skipHardware(line);
        return outcome.record;
      case special.options:
        line.skipSpaces();
        if (line.byte(line.at) === openRound && !this.options.read(line, this.transport)) return outcome.cut;
        return outcome.record;
      case special.incomplete:
        this.seen |= 1 << slot.incomplete;
        return outcome.record;
      default:
        return outcome.record;
    }
  }

  /** A field of the usual length in one step. It may be empty, longer (tunnels) or of other letters. */
  #skipHardware(line: Line): void {
    const { bytes, at, end } = line;
    const behind = at + usualHardware;
    if (behind < end && bytes[behind] === space && bytes[at + 2] === colon && bytes[behind - 3] === colon) {
      line.at = behind;
    }
  }

  #address(line: Line, records: Records, source: boolean): number {
    const start = line.at;
    const family = readAddress(line, records.words, records.base + (source ? word.source : word.destination));
    const behind = line.byte(line.at);
    if (family === 0 || (behind !== space && line.at < line.end)) {
      return line.next(space, start) >= line.end ? outcome.cut : outcome.notAnAddress;
    }
    if (source) this.v6 = family === 6;
    else if ((family === 6) !== this.v6) return outcome.mixedFamilies;
    this.seen |= 1 << (source ? slot.source : slot.destination);
    return outcome.record;
  }
}

/** LEN and ID mean something else behind PROTO: the length of UDP, the identifier of an echo. */
function behindProtocol(low: number): number {
  if (low === slot.length) return slot.udpLength;
  return low === slot.id ? slot.echoId : low;
}

/** Where `IN=name OUT=` begins; -1 where it is nowhere: the two keys together are in every line of this format. */
function findIn(line: Line, from: number): number {
  const { bytes, end } = line;
  // One of three bytes in a row is enough to see `IN=`.
  for (let at = from + 2; at < end; at += 3) {
    const byte = bytes[at];
    let mark = at;
    if (byte === letterN) mark++;
    else if (byte === letterI) mark += 2;
    else if (byte !== equals) continue;
    if (mark >= end || bytes[mark] !== equals || bytes[mark - 1] !== letterN || bytes[mark - 2] !== letterI)
      continue;
    if (isOutBehind(line, mark + 1)) return mark - 2;
  }
  return -1;
}

/** `name OUT=`, the name of an interface or none. */
function isOutBehind(line: Line, from: number): boolean {
  const { bytes, end } = line;
  let next = from;
  while (next < end && bytes[next] !== space && next - from < longestName) next++;
  return (
    next + 4 < end &&
    bytes[next] === space &&
    bytes[next + 1] === letterO &&
    bytes[next + 2] === letterU &&
    bytes[next + 3] === letterT &&
    bytes[next + 4] === equals
  );
}

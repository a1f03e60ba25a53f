/*
 * pf's log as tcpdump tells it (OpenBSD, FreeBSD, old pfSense), new and old words for the same packet:
 *
 *   rule 2/0(match): block in on ae0: 192.168.49.3.137 > 192.168.49.255.137:  udp 50 (ttl 64, id 61825)
 *   ... A.p > B.p: S 2901914301:2901914301(0) win 5840 <mss 1460,sackOK,timestamp 6674376 0,nop,wscale 0> (DF)
 *   ... A.p > B.p: Flags [S], seq 123, win 65535, options [mss 1460,nop,wscale 6], length 0
 *   ... (tos 0x0, ttl 64, id 5, offset 0, flags [DF], proto TCP (6), length 60) A.p > B.p: Flags [S], ...
 *
 * With -v newer ones break the line behind the bracket: the packet stands on the next line, indented. Which of the
 * two a line is, is told by whether addresses follow. Protocol: the bracket's word; else TCP where flags follow, as
 * tcpdump begins with them for TCP alone; `udp`, `UDP`, `icmp`, `ICMP6`; ports with anything else are UDP's, which
 * tcpdump tells by its content.
 */
import { shape, word } from '../../record.ts';
import { readAddress } from '../address.ts';
import { action } from '../action.ts';
import { bytesOf, closeRound, colon, comma, dot, greater, isDigit, openRound, space } from '../ascii.ts';
import { programs, spokenByAnother } from '../envelope.ts';
import type { Context, LogFormat } from '../format.ts';
import type { Line } from '../line.ts';
import { outcome } from '../outcome.ts';
import type { Records } from '../records.ts';
import { PfHead } from './pf-head.ts';
import { PfPacket } from './pf-packet.ts';

const rule = bytesOf('rule ');
const onWord = bytesOf(' on ');
const speakers = programs('pf', 'pflog', 'tcpdump');
const [block, pass] = [bytesOf('block '), bytesOf('pass ')];

export class Pf implements LogFormat {
  readonly #head = new PfHead();
  readonly #packet = new PfPacket();
  /** The line before was the first half of a packet: its second must be the next. */
  #waiting = 0;
  #iface = 0;
  #action = 0;
  #time = Number.NaN;
  #port = -1;
  #records = 0;

  met(): readonly string[] {
    return this.#records === 0 ? [] : ['pf'];
  }

  notes(): readonly string[] {
    return [];
  }

  read(line: Line, context: Context): number {
    const from = line.at;
    const waited = this.#waiting === context.ordinal - 1 && this.#waiting > 0;
    this.#waiting = 0;
    const start = line.find(rule, from);
    if (start < 0) return waited ? this.#second(line, from, context) : outcome.notMine;
    const body = this.#ruleEnd(line, start + rule.length);
    if (body < 0) return outcome.notMine;
    if (spokenByAnother(line, from, start, speakers)) return outcome.otherProgram;
    const packet = this.#verb(line, body, context.records);
    if (packet < 0) return line.at >= line.end ? outcome.cut : outcome.malformed;
    this.#head.reset();
    this.#time = context.clock.time;
    line.at = packet;
    if (line.byte(packet) === openRound && !this.#head.read(line)) return outcome.cut;
    line.skipSpaces();
    if (line.at >= line.end && this.#head.seen) {
      this.#waiting = context.ordinal;
      return outcome.firstHalf;
    }
    return this.#record(line, context);
  }

  /** `    192.168.49.3.137 > ...`, with whatever syslog put before it. */
  #second(line: Line, from: number, context: Context): number {
    const mark = line.next(greater, from);
    if (mark >= line.end || line.byte(mark - 1) !== space) return outcome.notMine;
    let at = mark - 1;
    while (at > from && line.byte(at - 1) !== space) at--;
    line.at = at;
    context.clock.time = this.#time;
    return this.#record(line, context);
  }

  /** `2/0(match): `, `53..16777216/0(match): `, `5.anchor.1/(short) [uid 0, pid 1]: `; -1 for another use of the word. */
  #ruleEnd(line: Line, from: number): number {
    if (!isDigit(line.byte(from)) && line.byte(from) !== dot && line.byte(from) !== 0x64) return -1;
    const open = line.next(openRound, from);
    if (open >= line.end || open - from > 100) return -1;
    const close = line.next(closeRound, open);
    for (let at = close; at + 1 < line.end && at - close < 60; at++) {
      if (line.byte(at) === colon && line.byte(at + 1) === space) return at + 2;
    }
    return -1;
  }

  /** `block in on ae0: `: the position behind it. */
  #verb(line: Line, body: number, records: Records): number {
    this.#action = line.has(block, body)
      ? action.blocked
      : line.has(pass, body)
        ? action.allowed
        : action.unknown;
    const on = line.find(onWord, body);
    line.at = line.end;
    if (on < 0) return -1;
    const name = on + onWord.length;
    let end = name;
    while (end < line.end && line.byte(end) !== colon && line.byte(end) !== space && line.byte(end) !== comma)
      end++;
    const behind = line.next(colon, end);
    if (behind >= line.end) return -1;
    this.#iface = records.interfaceOf(line, name, end);
    line.at = behind + 1;
    line.skipSpaces();
    return line.at;
  }

  #record(line: Line, context: Context): number {
    const { records } = context;
    const { words, base } = records;
    this.#familyWord(line);
    if (line.byte(line.at) === openRound && !this.#head.read(line)) return outcome.cut;
    line.skipSpaces();
    const from = this.#end(line, words, base + word.source);
    const sourcePort = this.#port;
    line.skipSpaces();
    if (from === 0) return line.at >= line.end ? outcome.cut : outcome.notAnAddress;
    if (line.byte(line.at) !== greater) return line.at >= line.end ? outcome.cut : outcome.malformed;
    line.at++;
    line.skipSpaces();
    const to = this.#end(line, words, base + word.destination);
    const destinationPort = this.#port;
    if (to === 0) return line.next(space, line.at) >= line.end ? outcome.cut : outcome.notAnAddress;
    if (line.byte(line.at) !== colon) return line.at >= line.end ? outcome.cut : outcome.malformed;
    if (from !== to) return outcome.mixedFamilies;
    line.at++;
    line.skipSpaces();
    const form = (from === 6 ? shape.v6 : 0) | (this.#action << 9);
    const what = this.#packet.write(
      line,
      context,
      this.#head,
      form,
      sourcePort,
      destinationPort,
      this.#iface,
    );
    if (what === outcome.record) this.#records++;
    return what;
  }

  /** `IP `, `IP6 ` of newer ones. */
  #familyWord(line: Line): void {
    if (line.byte(line.at) !== 0x49 || line.byte(line.at + 1) !== 0x50) return;
    line.at += line.byte(line.at + 2) === 0x36 ? 3 : 2;
    line.skipSpaces();
  }

  /** `192.168.49.3.137` and `fe80::1.546`: the port is the last number behind a dot. */
  #end(line: Line, words: Uint32Array, index: number): number {
    this.#port = -1;
    const family = readAddress(line, words, index);
    if (family !== 0 && line.byte(line.at) === dot && isDigit(line.byte(line.at + 1))) {
      line.at++;
      const port = line.uint();
      if (port <= 0xffff) this.#port = port;
    } else if (family !== 0 && line.byte(line.at) === dot) {
      // A service's name, where tcpdump ran without -n.
      while (line.at < line.end && line.byte(line.at) !== space && line.byte(line.at) !== colon) line.at++;
    }
    return family;
  }
}

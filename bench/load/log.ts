import { closeSync, openSync, writeSync } from 'node:fs';

export const logKinds = ['iptables', 'filterlog'] as const;
type LogKind = (typeof logKinds)[number];

export interface LogShape {
  readonly lines: number;
  readonly seed: number;
  readonly format: LogKind;
}

/** Bytes written at once. */
const block = 1 << 20;
/** 2026-03-01 00:00:00 UTC. */
const start = 1_772_323_200;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Writes a firewall's log as a router sees it: a few busy scanners and 40,000 other sources, SYN mostly, UDP,
 * ICMP, late answers and IPv6 between, four interfaces and prefixes, two hundred lines a second. The same seed gives
 * the same bytes. Returns how many bytes.
 */
export function writeLog(path: string, { lines, seed, format }: LogShape): number {
  const file = openSync(path, 'w');
  try {
    const random = generator(seed);
    const make = format === 'iptables' ? iptablesLine : filterlogLine;
    let [text, bytes] = ['', 0];
    for (let number = 0; number < lines; number++) {
      text += make(random, start + number / 200);
      if (text.length < block && number < lines - 1) continue;
      bytes += writeAll(file, text);
      text = '';
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, text: string): number {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  return bytes.length;
}

/** Numbers below `limit`; mulberry32, so that every machine makes the same file. */
type Random = (limit: number) => number;

function generator(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const ports = [22, 23, 80, 443, 445, 1433, 2323, 3306, 3389, 5060, 5432, 5900, 6379, 8080, 8443, 9200];
const prefixes = ['[UFW BLOCK] ', '[UFW BLOCK] ', 'DROP ', 'FW-WAN-DROP: '];
const hardware = '52:54:00:1c:22:8a:00:1b:21:3f:98:99:08:00';

/** A third of the lines are of 40 busy senders, the others of 40,000, some of which come far more often. */
function sourceOf(random: Random): string {
  if (random(3) === 0) return `203.0.113.${random(40)}`;
  const number = Math.min(random(40_000), random(40_000));
  const hash = Math.imul(number + 1, 0x9e3779b1) >>> 0;
  return `${1 + (hash % 220)}.${(hash >>> 8) & 0xff}.${number >>> 8}.${number & 0xff}`;
}

function stamp(time: number): string {
  const date = new Date(time * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = String(date.getUTCDate()).padStart(2);
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${months[date.getUTCMonth()]} ${day} ${clock}`;
}

function iptablesLine(random: Random, time: number): string {
  const up = (time - start + 463_490).toFixed(6);
  const head = `${stamp(time)} gateway kernel: [${up}] ${prefixes[random(4)]}IN=eth${random(4)} OUT= MAC=${hardware} `;
  const kind = random(20);
  if (kind === 0) {
    const source = `2001:0db8:0000:f101:0000:0000:0000:${(random(65_536) + 65_536).toString(16).slice(1)}`;
    return `${head}SRC=${source} DST=2001:0db8:0000:0000:0000:0000:0000:0001 LEN=80 TC=0 HOPLIMIT=${40 + random(20)} FLOWLBL=0 ${tcpPart(random)}\n`;
  }
  const length = kind < 4 ? 28 + random(200) : 40 + 4 * random(6);
  const flag = random(2) === 0 ? ' DF' : '';
  const network = `SRC=${sourceOf(random)} DST=198.51.100.${1 + random(14)} LEN=${length} TOS=0x00 PREC=0x00 TTL=${35 + random(200)} ID=${random(65_536)}${flag} `;
  if (kind === 1)
    return `${head}${network}PROTO=ICMP TYPE=8 CODE=0 ID=${random(65_536)} SEQ=${random(64)} \n`;
  if (kind < 4)
    return `${head}${network}PROTO=UDP SPT=${1024 + random(60_000)} DPT=${ports[random(16)]} LEN=${length - 20} \n`;
  return `${head}${network}${tcpPart(random)}\n`;
}

function tcpPart(random: Random): string {
  const port = random(4) === 0 ? random(65_536) : ports[random(16)];
  const flags = random(16) === 0 ? 'ACK FIN' : 'SYN';
  return `PROTO=TCP SPT=${1024 + random(64_000)} DPT=${port} WINDOW=${[1024, 65_535, 64_240, 14_600][random(4)]} RES=0x00 ${flags} URGP=0 `;
}

function filterlogLine(random: Random, time: number): string {
  const head = `<134>${stamp(time)} fw filterlog[72237]: ${4 + random(200)},,,${1_000_000_000 + random(999)},igb1.${random(4)},match,${random(9) === 0 ? 'pass' : 'block'},in,4,0x0,,`;
  const network = `${35 + random(200)},${random(65_536)},0,${random(2) === 0 ? 'DF' : 'none'},`;
  const addresses = `${sourceOf(random)},198.51.100.${1 + random(14)},${1024 + random(64_000)},${ports[random(16)]},`;
  if (random(8) === 0) return `${head}${network}17,udp,69,${addresses}49\n`;
  return `${head}${network}6,tcp,60,${addresses}0,S,${random(0xffff_ffff)},,64240,,mss;sackOK;TS;nop;wscale\n`;
}

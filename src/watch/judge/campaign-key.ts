import { dontFragment, known, optionBit, protocol, shape, stride, tcpFlag, word } from '../record.ts';

/*
 * One number for the first probe of a source, equal for sources that act alike: the constants of the tool and the
 * port that is looked for, nothing that differs from one source or target to the next. 0 = no key: nothing to
 * compare by. It runs once a source, not once a packet.
 */

const tools = { other: 1, mirai: 2, masscan: 3, zmap: 4 } as const;

/** Where the record at `at` begins in `words`; see `record.ts` for the layout. */
export function campaignKeyOf(words: Uint32Array, at: number): number {
  if (at < 0 || at + stride > words.length) return 0;
  const form = words[at + word.shape] ?? 0;
  if ((form & shape.laterFragment) !== 0) return 0;
  const transport = form & 0xff;
  switch (transport) {
    case protocol.tcp:
      return tcpKey(words, at);
    case protocol.udp:
    case protocol.sctp:
    case protocol.dccp:
      return portKey(words, at, transport);
    case protocol.icmp:
    case protocol.icmpv6:
      return icmpKey(words, at, transport);
    default:
      return finish(mix(mix(seed, transport), 0));
  }
}

function tcpKey(words: Uint32Array, at: number): number {
  const has = words[at + word.known] ?? 0;
  if ((has & known.ports) === 0) return 0;
  const tool = toolOf(words, at, has);
  const port = (words[at + word.ports] ?? 0) & 0xffff;
  const tcp = words[at + word.tcp] ?? 0;
  const flags = (has & known.flags) === 0 ? 0xfff : tcp & 0x1ff;
  // A Mirai bot looks for telnet at 23 and each tenth time at 2323; its window differs from bot to bot.
  const asked = tool === tools.mirai && port === 2323 ? 23 : port;
  let key = mix(mix(mix(mix(seed, protocol.tcp), tool), flags), asked);
  if (tool === tools.mirai) return finish(key);
  key = mix(key, (has & known.window) === 0 ? -1 : tcp >>> 16);
  key = mix(key, (has & known.optionKinds) === 0 ? -1 : (words[at + word.optionKinds] ?? 0));
  key = mix(key, optionsOf(words, at, has));
  key = mix(key, (has & known.fragment) === 0 ? -1 : (words[at + word.length] ?? 0) & dontFragment);
  return finish(mix(key, hopsClass(words, at, has)));
}

/** The relations that make a tool certain enough to leave out what its users may set. */
function toolOf(words: Uint32Array, at: number, has: number): number {
  if (((words[at + word.shape] ?? 0) & shape.v6) !== 0) return tools.other;
  const tcp = words[at + word.tcp] ?? 0;
  if ((has & known.flags) !== 0 && (tcp & 0x1ff) !== tcpFlag.syn) return tools.other;
  const target = words[at + word.destination] ?? 0;
  const sequence = words[at + word.sequence] ?? 0;
  if ((has & known.sequence) !== 0 && sequence === target) return tools.mirai;
  if ((has & known.ipId) === 0) return tools.other;
  const id = (words[at + word.ip] ?? 0) >>> 16;
  const port = (words[at + word.ports] ?? 0) & 0xffff;
  if (id === 54321 && (has & known.window) !== 0 && tcp >>> 16 === 65535) return tools.zmap;
  const related = (target ^ port ^ sequence) & 0xffff;
  return (has & known.sequence) !== 0 && id === related ? tools.masscan : tools.other;
}

/** MSS and window scale; a timestamp is the sender's own. */
function optionsOf(words: Uint32Array, at: number, has: number): number {
  if ((has & known.optionValues) === 0) return -1;
  const values = words[at + word.optionValues] ?? 0;
  const mss = (values & optionBit.hasMss) === 0 ? 0 : values >>> 16;
  const scale = (values & optionBit.hasWindowScale) === 0 ? 0xff : (values >>> 8) & 0xff;
  return (mss << 8) | scale;
}

function portKey(words: Uint32Array, at: number, transport: number): number {
  const has = words[at + word.known] ?? 0;
  if ((has & known.ports) === 0) return 0;
  let key = mix(mix(seed, transport), (words[at + word.ports] ?? 0) & 0xffff);
  key = mix(key, (has & known.payloadLength) === 0 ? -1 : (words[at + word.payload] ?? 0) >>> 8);
  return finish(mix(key, hopsClass(words, at, has)));
}

function icmpKey(words: Uint32Array, at: number, transport: number): number {
  const has = words[at + word.known] ?? 0;
  if ((has & known.icmp) === 0) return 0;
  let key = mix(mix(seed, transport), (words[at + word.ports] ?? 0) & 0xffff);
  key = mix(key, (has & known.length) === 0 ? -1 : (words[at + word.length] ?? 0) >>> 16);
  return finish(mix(key, hopsClass(words, at, has)));
}

/** The TTL that it set out with, taken as the next of 32, 64, 128, 255. */
function hopsClass(words: Uint32Array, at: number, has: number): number {
  if ((has & known.ttl) === 0) return 0;
  const ttl = ((words[at + word.ip] ?? 0) >>> 8) & 0xff;
  if (ttl <= 32) return 1;
  if (ttl <= 64) return 2;
  return ttl <= 128 ? 3 : 4;
}

const seed = 0x9e3779b9;

/** One step of MurmurHash3 (public domain, A. Appleby), 32 bits. */
function mix(key: number, value: number): number {
  let part = Math.imul(value, 0xcc9e2d51);
  part = (part << 15) | (part >>> 17);
  const mixed = key ^ Math.imul(part, 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(key: number): number {
  let mixed = key ^ (key >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  // 0 is kept for "no key".
  return (mixed ^ (mixed >>> 16)) >>> 0 || 1;
}

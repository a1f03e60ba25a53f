import { isLetter } from '../ascii.ts';

/** Where a key's number is kept until the line's end. */
export const slot = {
  length: 0,
  tos: 1,
  precedence: 2,
  ttl: 3,
  id: 4,
  fragment: 5,
  sourcePort: 6,
  destinationPort: 7,
  sequence: 8,
  acknowledgement: 9,
  window: 10,
  reserved: 11,
  urgent: 12,
  type: 13,
  code: 14,
  udpLength: 15,
  echoId: 16,
  trafficClass: 17,
  /** Bits of what was seen that are no numbers. */
  source: 20,
  destination: 21,
  protocol: 22,
  incomplete: 23,
} as const;

export const slots = 24;

/** What stands behind a key; the low six bits of its entry are the slot, the flag's bit or the special's number. */
export const keyKind = { decimal: 0x40, hex: 0x80, flag: 0xc0, special: 0x100, ipFlag: 0x140 } as const;
export const special = {
  source: 0,
  destination: 1,
  protocol: 2,
  hardware: 3,
  options: 4,
  incomplete: 5,
  out: 6,
} as const;

const withValue: Readonly<Record<string, number>> = {
  LEN: keyKind.decimal | slot.length,
  TTL: keyKind.decimal | slot.ttl,
  HOPLIMIT: keyKind.decimal | slot.ttl,
  ID: keyKind.decimal | slot.id,
  TC: keyKind.decimal | slot.trafficClass,
  FRAG: keyKind.decimal | slot.fragment,
  SPT: keyKind.decimal | slot.sourcePort,
  DPT: keyKind.decimal | slot.destinationPort,
  SEQ: keyKind.decimal | slot.sequence,
  ACK: keyKind.decimal | slot.acknowledgement,
  WINDOW: keyKind.decimal | slot.window,
  URGP: keyKind.decimal | slot.urgent,
  TYPE: keyKind.decimal | slot.type,
  CODE: keyKind.decimal | slot.code,
  TOS: keyKind.hex | slot.tos,
  PREC: keyKind.hex | slot.precedence,
  RES: keyKind.hex | slot.reserved,
  SRC: keyKind.special | special.source,
  DST: keyKind.special | special.destination,
  PROTO: keyKind.special | special.protocol,
  MAC: keyKind.special | special.hardware,
  OUT: keyKind.special | special.out,
};

/** Words without a value. The flags of TCP by their bit; of IP by their bit in the fragment word. */
const bare: Readonly<Record<string, number>> = {
  FIN: keyKind.flag | 0,
  SYN: keyKind.flag | 1,
  RST: keyKind.flag | 2,
  PSH: keyKind.flag | 3,
  ACK: keyKind.flag | 4,
  URG: keyKind.flag | 5,
  ECE: keyKind.flag | 6,
  CWR: keyKind.flag | 7,
  MF: keyKind.ipFlag | 13,
  DF: keyKind.ipFlag | 14,
  CE: keyKind.ipFlag | 15,
  OPT: keyKind.special | special.options,
  INCOMPLETE: keyKind.special | special.incomplete,
};

/** Five bits a letter; of longer words the last six letters and a bit of the others. */
export const packLetter = (key: number, byte: number): number => (key << 5) ^ (byte & 31);
/** Tells `ACK=` from `ACK`. */
export const valueMark = 0x4000_0000;

const places = 256;
const keys = new Int32Array(places);
const entries = new Uint16Array(places);
const spread = (key: number): number => Math.imul(key, 0x9e37_79b1) >>> 24;

function enter(word: string, mark: number, entry: number): void {
  let key = 0;
  for (const letter of word) if (isLetter(letter.charCodeAt(0))) key = packLetter(key, letter.charCodeAt(0));
  let place = spread(key ^ mark);
  while (keys[place] !== 0) place = (place + 1) % places;
  keys[place] = key ^ mark;
  entries[place] = entry;
}

for (const [word, entry] of Object.entries(withValue)) enter(word, valueMark, entry);
for (const [word, entry] of Object.entries(bare)) enter(word, 0, entry);

/** The entry of a packed word; 0 for one that means nothing here. */
export function entryOf(key: number): number {
  let place = spread(key);
  let there = keys[place] as number;
  while (there !== key) {
    if (there === 0) return 0;
    place = (place + 1) & (places - 1);
    there = keys[place] as number;
  }
  return entries[place] as number;
}

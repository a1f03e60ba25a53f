/*
 * One instruction of classic BPF, struct sock_filter of linux/filter.h, 8 bytes in the machine's own order:
 *
 *   0  u16  code   class (bits 0-2) | size or operation | mode or source
 *   2  u8   jt     instructions to skip where a condition holds
 *   3  u8   jf     where it does not
 *   4  u32  k      the operand
 *
 * The machine has an accumulator A, an index X and 16 words of memory. A load past the end of the packet ends the
 * program with 0, which drops the packet. Documentation/networking/filter.rst of the kernel.
 */
export const instructionSize = 8;

/** Goes to one of two labels; null is the next instruction. */
export interface Jump {
  readonly code: number;
  readonly k: number;
  readonly holds: string | null;
  readonly otherwise: string | null;
}

export interface Plain {
  readonly code: number;
  readonly k: number;
}

export type Step = Plain | Jump | { readonly label: string };

export const label = (name: string): Step => ({ label: name });

const sizes = { 4: 0x00, 2: 0x08, 1: 0x10 } as const;
type Size = keyof typeof sizes;

/** A = the bytes at a fixed offset, or (`loadAtX`) at X plus an offset; in network order. */
export const load = (size: Size, at: number): Step => ({ code: 0x20 | sizes[size], k: at >>> 0 });
export const loadAtX = (size: Size, at: number): Step => ({ code: 0x40 | sizes[size], k: at >>> 0 });
export const setX = (value: number): Step => ({ code: 0x01, k: value >>> 0 });
/** X = four times the low half of a byte: the length of an IPv4 header. */
export const setXToHeaderLength = (at: number): Step => ({ code: 0xb1, k: at });

export const store = (cell: number): Step => ({ code: 0x02, k: cell });
export const loadCell = (cell: number): Step => ({ code: 0x60, k: cell });
export const moveToX = (): Step => ({ code: 0x07, k: 0 });
export const moveFromX = (): Step => ({ code: 0x87, k: 0 });

const operations = {
  add: 0x04,
  subtract: 0x14,
  or: 0x44,
  and: 0x54,
  shiftLeft: 0x64,
  shiftRight: 0x74,
} as const;
export const compute = (operation: keyof typeof operations, value: number): Step => ({
  code: operations[operation],
  k: value >>> 0,
});
export const addX = (): Step => ({ code: 0x0c, k: 0 });
export const subtractX = (): Step => ({ code: 0x1c, k: 0 });

const conditions = { '==': 0x15, '>': 0x25, '>=': 0x35, 'has bit of': 0x45 } as const;

/** Compares A, unsigned; a label that is left out stands for the next instruction. */
export const jumpIf = (
  condition: keyof typeof conditions,
  value: number,
  holds: string | null,
  otherwise: string | null = null,
): Step => ({ code: conditions[condition], k: value >>> 0, holds, otherwise });

export const jump = (to: string): Step => ({ code: 0x05, k: 0, holds: to, otherwise: to });

/** Ends: the packet is cut to so many bytes; 0 drops it. */
export const give = (bytes: number): Step => ({ code: 0x06, k: bytes });

/** What the kernel tells about a packet beside its bytes (SKF_AD_OFF, linux/filter.h); loaded as 4 bytes. */
const beside = { protocol: 0, kind: 4, hardware: 28, random: 56 } as const;
export const loadBeside = (what: keyof typeof beside): Step => load(4, -0x1000 + beside[what]);

import type { VerdictLevel } from '../../core/verdict.ts';

/** SGR codes by name: on, off. ECMA-48 section 8.3.117. */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

export type Paint = Readonly<Record<keyof typeof codes, (text: string) => string>>;

/** Functions that colour, or that leave text as it is. */
export function painter(colour: boolean): Paint {
  const make = ([on, off]: readonly [number, number]) =>
    colour ? (text: string): string => `\u001B[${on}m${text}\u001B[${off}m` : (text: string): string => text;
  return Object.fromEntries(Object.entries(codes).map(([name, pair]) => [name, make(pair)])) as Paint;
}

/** Shape and colour, so that a level never rests on hue alone. */
const marks: Readonly<Record<VerdictLevel, { readonly sign: string; readonly hue: keyof Paint }>> = {
  expected: { sign: '●', hue: 'green' },
  plausible: { sign: '○', hue: 'green' },
  suspect: { sign: '▲', hue: 'yellow' },
  wrong: { sign: '✖', hue: 'red' },
  unknown: { sign: '?', hue: 'magenta' },
};

export const levelMark = (paint: Paint, level: VerdictLevel): string => {
  const { sign, hue } = marks[level];
  return paint[hue](`${sign} ${level}`);
};

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/web/look/style/base.css', 'utf8');

type Colours = Readonly<Record<string, string>>;

/** The hexadecimal custom properties of the first block after `selector`. */
function colours(selector: string): Colours {
  const from = css.indexOf(`${selector} {`);
  if (from === -1) throw new Error(`There is no ${selector}`);
  const block = css.slice(from, css.indexOf('}', from));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

const light = colours(':root');
const dark = colours(':root[data-theme="dark"]');

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['paper', 'card'];
const states = ['accent', 'good', 'warn', 'bad', 'info'];
const pairs: readonly (readonly [text: string, ground: string])[] = [
  ...['ink', 'dim', ...states].flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  ...states.map((state) => [state, `${state}-soft`] as const),
  ...['ink', 'dim'].map((text) => [text, 'accent-soft'] as const),
  ['on-accent', 'accent'],
];

describe.each([
  ['light', light],
  ['dark', dark],
])('the colours of the %s theme', (_, theme) => {
  it.each(pairs)('have %s on %s readable (4.5:1)', (text, ground) => {
    expect(contrast(theme[text] ?? '', theme[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it.each(grounds)('have edges of controls on %s seen (3:1)', (ground) => {
    expect(contrast(theme['edge'] ?? '', theme[ground] ?? '')).toBeGreaterThanOrEqual(3);
  });
});

describe('the themes', () => {
  it('are dark alike, chosen by hand or by the system', () => {
    expect(colours(':root:not([data-theme="light"])')).toEqual(dark);
    expect(Object.keys(dark).length).toBeGreaterThan(15);
  });

  it('have a value of each colour', () => {
    expect(Object.keys(dark).toSorted()).toEqual(Object.keys(light).toSorted());
  });
});

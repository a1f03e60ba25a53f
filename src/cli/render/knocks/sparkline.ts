const blocks = '▁▂▃▄▅▆▇█';

/** The newest values as one line of bars, the largest as high as a line is; nothing is the lowest bar. */
export function sparkline(values: readonly number[], columns: number): string {
  const shown = columns <= 0 ? [] : values.slice(-columns);
  const most = Math.max(1, ...shown);
  return shown
    .map((value) => blocks[value <= 0 ? 0 : 1 + Math.floor((Math.min(value, most) / most) * 6.999)] ?? '')
    .join('');
}

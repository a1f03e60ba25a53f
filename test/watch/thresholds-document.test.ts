import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { defaultThresholds, thresholdNames, thresholdText } from '../../src/watch/thresholds.ts';

const file = path.resolve(import.meta.dirname, '../../docs/knocks.md');
const mark = '<!-- thresholds -->\n';

it('docs/knocks.md lists every threshold with its value and its trade-off (REEVE_UPDATE=1 writes them)', () => {
  const text = readFileSync(file, 'utf8');
  const rows = thresholdNames.map(
    (name) => `| \`${name}\` | ${defaultThresholds[name]} | ${thresholdText(name)} |\n`,
  );
  const table = `| name | value | what it is, and what moving it costs |\n|---|---|---|\n${rows.join('')}`;
  const wanted = `${text.slice(0, text.indexOf(mark) + mark.length)}\n${table}`;
  if (process.env['REEVE_UPDATE'] === '1') writeFileSync(file, wanted);
  expect(thresholdNames.length).toBeGreaterThan(10);
  expect(readFileSync(file, 'utf8')).toBe(wanted);
});

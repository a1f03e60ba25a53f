import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { documents } from '../../src/contract/documents.ts';

// REEVE_UPDATE=1 writes the published schemas anew; look at the difference before you commit it.
const folder = fileURLToPath(new URL('../../schema/', import.meta.url));
const fileOf = (name: string): string => `${name.replace('portreeve/', '').replace('/', '-')}.json`;

const published = (name: string, document: z.ZodType): string =>
  `${JSON.stringify({ $id: `urn:${name.replaceAll('/', ':')}`, title: name, ...z.toJSONSchema(document, { io: 'output' }) }, null, 2)}\n`;

describe('the published JSON Schemas are what the code checks by', () => {
  test.each(Object.entries(documents))('%s', (name, document) => {
    const file = folder + fileOf(name);
    if (process.env['REEVE_UPDATE'] === '1') writeFileSync(file, published(name, document));
    expect(existsSync(file), `${file} is missing`).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(published(name, document));
  });

  test('none is published that the code does not know', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(documents).map(fileOf).sort());
  });
});

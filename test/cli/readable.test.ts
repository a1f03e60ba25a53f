import { describe, expect, test } from 'vitest';
import { demandReadable } from '../../src/cli/readable.ts';
import { input } from './render/knocks/findings.ts';

const skipped = (reason: string, count = 3) => ({ reason, count, firstAt: 1 });
const nothing = { records: 0, skipped: [], other: [], notes: [] };

describe('an input of which nothing was read', () => {
  test.each([
    ['packets of an unknown link type', { skipped: [skipped('unknown link type', 300)] }],
    ['lines of something else', { skipped: [skipped('not a firewall line')] }],
    [
      'the same with comments',
      { skipped: [skipped('not a firewall line')], other: [{ name: 'comment', packets: 2 }] },
    ],
  ])('is an error: %s', (_, given) => {
    expect(() => demandReadable('a file', input({ ...nothing, ...given }))).toThrow(
      /nothing in it can be read/,
    );
  });

  test('says what was left out and why', () => {
    const given = { ...nothing, skipped: [skipped('unknown link type', 300)], notes: ['link types: 127'] };
    expect(() => demandReadable(null, input({ ...given, unit: 'packets' }))).toThrow(
      'standard input: nothing in it can be read: 300 packets left out (unknown link type: 300; link types: 127)',
    );
  });

  test.each([
    ['nothing was in it', {}],
    ['only other traffic was in it', { skipped: [skipped('x')], other: [{ name: 'ARP', packets: 2 }] }],
    ['a flow log says that nothing was seen', { skipped: [skipped('flow log without data (NODATA)')] }],
    ['something was read', { records: 1, skipped: [skipped('not a firewall line', 1e6)] }],
  ])('is none where %s', (_, given) => {
    expect(() => demandReadable('a file', input({ ...nothing, ...given }))).not.toThrow();
  });
});

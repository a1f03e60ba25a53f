import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { loadScannerList, parseScannerList } from '../../../src/watch/who/scanner-list.ts';
import { fuzzRuns } from '../../fuzz.ts';

const folder = mkdtempSync(join(tmpdir(), 'list-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = [
  '\ufeff# Known scanners',
  '',
  '192.0.2.1  # scan-01.example.org',
  '192.0.2.0/24 # Example',
  '198.51.100.0/24,Census of Example',
  '"198.51.100.8","Its ""own"" machine"',
  '203.0.113.9;Other',
  '203.0.113.10\tTab',
  '203.0.113.11',
  '2001:db8:5::/48 # Six',
  '2001:db8:5:1::/64 # Six, narrower',
  '2001:db8::9 words without a sign',
  '300.1.1.1 # no address',
  'example.org # a name',
  '192.0.2.0/40',
  '192.0.2.1 # the first name stays',
].join('\r\n');

describe('a list of known scanners', () => {
  const list = parseScannerList(text, '/etc/mass_scanner.txt');

  it.each([
    ['192.0.2.1', 'scan-01.example.org'],
    ['192.0.2.77', 'Example'],
    ['198.51.100.9', 'Census of Example'],
    ['198.51.100.8', 'Its "own" machine'],
    ['203.0.113.9', 'Other'],
    ['203.0.113.10', 'Tab'],
    ['203.0.113.11', 'mass_scanner'],
    ['203.0.113.12', null],
    ['2001:db8:5:2::1', 'Six'],
    ['2001:db8:5:1::1', 'Six, narrower'],
    ['2001:db8::9', 'words without a sign'],
    ['2001:db8::a', null],
    ['::ffff:192.0.2.1', 'scan-01.example.org'],
    ['no address', null],
  ])('calls %s %s', (address, name) => {
    expect(list.find(address)).toBe(name);
  });

  it('counts what it holds and the lines it left out', () => {
    expect(list).toMatchObject({ entries: 10, bad: { lines: 3, firstAt: 13 } });
    expect(parseScannerList('# nothing\n', 'x')).toMatchObject({ entries: 0, bad: null });
  });

  it('knows the head of a table', () => {
    const csv = parseScannerList('ip,name\n192.0.2.1,one\n', 'x.csv');
    expect(csv).toMatchObject({ entries: 1, bad: null });
    expect(csv.find('192.0.2.1')).toBe('one');
  });

  it('leaves out lines and cuts names that are too long', () => {
    const long = parseScannerList(`${'1'.repeat(5000)}\n192.0.2.1 # ${'n'.repeat(900)}\n`, 'x');
    expect(long.bad).toEqual({ lines: 1, firstAt: 1 });
    expect(long.find('192.0.2.1')).toHaveLength(200);
  });

  it('comes from a file, and says what is wrong with it', async () => {
    const path = join(folder, 'list.txt');
    writeFileSync(path, text);
    expect((await loadScannerList(path)).entries).toBe(10);
    await expect(loadScannerList(join(folder, 'none'))).rejects.toThrow(/none.*ENOENT/);
    await expect(loadScannerList(folder)).rejects.toThrow(/not a regular file/);
  });

  it('has the narrowest network of any, as a walk over all of them finds it', () => {
    const network = fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 0, max: 32 }));
    const dotted = (n: number): string => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.');
    const cut = (n: number, bits: number): number => (bits === 0 ? 0 : (n & (-1 << (32 - bits))) >>> 0);
    fc.assert(
      fc.property(fc.array(network, { maxLength: 30 }), fc.nat(0xffffffff), (networks, near) => {
        const lines = networks.map(([n, bits], i) => `${dotted(n)}/${bits} # ${i}`);
        const list = parseScannerList(lines.join('\n'), 'x');
        for (const asked of [near, ...networks.map(([n]) => n)]) {
          const best = networks.reduce(
            (best, [n, bits], i) =>
              cut(n, bits) === cut(asked, bits) && bits > best.bits ? { bits, name: String(i) } : best,
            { bits: -1, name: '' },
          );
          expect(list.find(dotted(asked))).toBe(best.bits === -1 ? null : best.name);
        }
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('bears any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const list = parseScannerList(text, 'x');
        const lines = text.split('\n').length;
        expect(list.entries + (list.bad?.lines ?? 0)).toBeLessThanOrEqual(lines);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

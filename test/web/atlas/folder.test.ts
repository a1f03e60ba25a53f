import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SiteFolder } from '../../../src/web/atlas/folder.ts';
import { manifestName, manifestText, parseManifest, writtenAs } from '../../../src/web/atlas/manifest.ts';
import { fuzzRuns } from '../../fuzz.ts';

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'reeve-atlas-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const site = (): string => join(place, 'site');
const read = (name: string): string => readFileSync(join(site(), name), 'utf8');

function build(files: Readonly<Record<string, string>>): SiteFolder['counts'] {
  const folder = new SiteFolder(site(), Object.keys(files));
  for (const [name, text] of Object.entries(files)) folder.put(name, text);
  folder.finish();
  return folder.counts;
}

describe('a folder with a site', () => {
  it('is made where there is none, and again only what changed is written', () => {
    expect(build({ 'a/index.html': 'one', 'b.txt': 'two' })).toEqual({
      written: 2,
      unchanged: 0,
      removed: 0,
    });
    const before = statSync(join(site(), 'b.txt')).ino;
    expect(build({ 'a/index.html': 'ONE', 'b.txt': 'two' })).toEqual({
      written: 1,
      unchanged: 1,
      removed: 0,
    });
    expect(read('a/index.html')).toBe('ONE');
    expect(statSync(join(site(), 'b.txt')).ino).toBe(before);
    expect(readdirSync(site()).sort()).toEqual([manifestName, 'a', 'b.txt']);
  });

  it('loses what is gone, with the folders that are empty then, and keeps what is not ours', () => {
    build({ 'ports/1/index.html': 'x', 'ports/2/index.html': 'y' });
    writeFileSync(join(site(), 'CNAME'), 'ports.example.org');
    writeFileSync(join(site(), 'ports/2/own.txt'), 'mine');
    expect(build({ 'index.html': 'z' }).removed).toBe(2);
    expect(existsSync(join(site(), 'ports/1'))).toBe(false);
    expect(read('ports/2/own.txt')).toBe('mine');
    expect(read('CNAME')).toBe('ports.example.org');
  });

  it('mends what was deleted or cut meanwhile', () => {
    build({ 'a.txt': 'one', 'b.txt': 'two' });
    rmSync(join(site(), 'a.txt'));
    writeFileSync(join(site(), 'b.txt'), 't');
    expect(build({ 'a.txt': 'one', 'b.txt': 'two' }).written).toBe(2);
    expect(read('b.txt')).toBe('two');
  });

  it('goes on where it was killed', () => {
    const folder = new SiteFolder(site(), ['a.txt', 'b.txt']);
    folder.put('a.txt', 'one');
    // No `finish`: as after kill -9.
    expect(build({ 'a.txt': 'one', 'b.txt': 'two' })).toEqual({ written: 2, unchanged: 0, removed: 0 });
    expect(readdirSync(site()).sort()).toEqual([manifestName, 'a.txt', 'b.txt']);
  });
});

describe('a folder of somebody else', () => {
  it('is refused and left as it is', () => {
    mkdirSync(site());
    writeFileSync(join(site(), 'thesis.tex'), 'years of work');
    expect(() => build({ 'index.html': 'x' })).toThrow(expect.objectContaining({ code: 'FOLDER_FOREIGN' }));
    expect(readdirSync(site())).toEqual(['thesis.tex']);
  });

  it('is refused where it is a file, or its list is none', () => {
    writeFileSync(site(), 'a file');
    expect(() => build({ 'index.html': 'x' })).toThrow(expect.objectContaining({ code: 'FOLDER_FOREIGN' }));
    rmSync(site());
    mkdirSync(site());
    writeFileSync(join(site(), manifestName), '{"format":1,"files":{"../../etc/passwd":"x"}}');
    expect(() => build({ 'index.html': 'x' })).toThrow(expect.objectContaining({ code: 'FOLDER_FOREIGN' }));
  });

  it('is refused where a file of others is in the way, before anything is written', () => {
    build({ 'a.txt': 'one' });
    writeFileSync(join(site(), 'robots.txt'), 'my own rules');
    symlinkSync('/etc/passwd', join(site(), 'link.txt'));
    for (const name of ['robots.txt', 'link.txt']) {
      expect(() => build({ 'a.txt': 'changed', [name]: 'x' })).toThrow(
        expect.objectContaining({ code: 'FOLDER_FOREIGN' }),
      );
    }
    expect(read('robots.txt')).toBe('my own rules');
    expect(read('a.txt')).toBe('one');
  });
});

describe('the list of files', () => {
  it('comes back as it was written', () => {
    const name = fc.stringMatching(/^[a-z0-9]{1,8}(\/[a-z0-9.]{1,3}x){0,2}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.option(fc.string()))), (entries) => {
        const files = new Map(entries.map(([one, text]) => [one, text === null ? null : writtenAs(text)]));
        const parsed = parseManifest(manifestText(files));
        if ([...files.keys()].every((one) => !one.split('/').some((part) => part.startsWith('.'))))
          expect(parsed).toEqual(files);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('never throws, and names nothing outside the folder', () => {
    const wild = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((one) => JSON.stringify({ format: 1, files: { [one]: null } })),
    );
    fc.assert(
      fc.property(wild, (text) => {
        for (const one of parseManifest(text)?.keys() ?? []) {
          expect(
            one.startsWith('/') ||
              one.split('/').some((part) => part === '..' || part === '.' || part === ''),
          ).toBe(false);
        }
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});

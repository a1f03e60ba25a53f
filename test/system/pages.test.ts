import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pagesDocument } from '../../src/contract/pages.ts';
import { errorDocument } from '../../src/contract/small.ts';
import { entry, reeve, reeveJson } from '../cli/end-to-end/reeve.ts';
import { freePort, has, serverPackages, Servers } from './servers.ts';

const servers = new Servers();
const site = path.join(servers.folder, 'site');
const chromiumPath = '/usr/bin/chromium';
const isRoot = process.getuid?.() === 0;

/** A server that is told where the files are, and nothing else. */
async function serve(folder: string): Promise<string> {
  const port = await freePort();
  const file = path.join(servers.folder, 'site.conf');
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (one) => `${one}_temp_path ${servers.folder}/ng-${one};`,
  );
  writeFileSync(
    file,
    `daemon off; pid ${servers.folder}/site.pid; error_log stderr; events {}
     http { include /etc/nginx/mime.types; access_log off; ${temp.join(' ')} server { listen 127.0.0.1:${port}; root ${folder}; } }`,
  );
  servers.spawn('/usr/sbin/nginx', ['-c', file, '-p', servers.folder]);
  const base = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries++) {
    try {
      await fetch(base);
      return base;
    } catch {
      await pause(50);
    }
  }
  throw new Error('nginx does not answer');
}

const build = (...more: readonly string[]) =>
  reeveJson(['pages', 'build', site, '--languages', 'en', ...more]);

beforeAll(() => {
  const { status, document } = build();
  expect(status).toBe(0);
  const { pages, ports, files } = pagesDocument.parse(document);
  expect(pages).toBe(ports + 7);
  expect(ports).toBeGreaterThan(5000);
  expect(files.written).toBeGreaterThan(pages);
});
afterAll(() => servers.stop());

describe('reeve pages build', () => {
  it('writes nothing anew where nothing changed', () => {
    expect(pagesDocument.parse(build().document).files).toMatchObject({ written: 0, removed: 0 });
  });

  it('says what it did, within 80 columns', () => {
    const { out, status } = reeve(['pages', 'build', site, '--languages', 'en']);
    expect(status).toBe(0);
    expect(out).toMatch(/pages\/s/);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('goes on after kill -9', async () => {
    const folder = path.join(servers.folder, 'killed');
    const child = spawn(process.execPath, [entry, 'pages', 'build', folder, '--languages', 'en'], {
      stdio: 'ignore',
    });
    while (!existsSync(path.join(folder, 'ports', '80'))) await pause(10);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { status, out } = reeve(['pages', 'build', folder, '--languages', 'en', '--json']);
    expect(status, out).toBe(0);
    expect(readdirSync(folder).filter((name) => name.includes('tmp'))).toEqual([]);
    expect(readFileSync(path.join(folder, 'ports/2504/index.html'), 'utf8')).toBe(
      readFileSync(path.join(site, 'ports/2504/index.html'), 'utf8'),
    );
  });

  it('touches no folder of others', () => {
    const folder = path.join(servers.folder, 'foreign');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'letter.txt'), 'x');
    const { status, document } = reeveJson(['pages', 'build', folder]);
    expect([status, errorDocument.parse(document).code]).toEqual([4, 'FOLDER_FOREIGN']);
    expect(readdirSync(folder)).toEqual(['letter.txt']);
  });

  it.each([
    ['--base', 'ports.example.org'],
    ['--feedback', 'mailto:me@example.org'],
    ['--languages', 'en,fr'],
  ])('refuses %s %s', (option, value) => {
    const { status, document } = reeveJson([
      'pages',
      'build',
      path.join(servers.folder, 'never'),
      option,
      value,
    ]);
    expect([status, errorDocument.parse(document).code]).toEqual([4, 'USAGE']);
    expect(existsSync(path.join(servers.folder, 'never'))).toBe(false);
  });

  it.skipIf(!isRoot)('says so where it may not write (skipped where we are not root)', () => {
    const folder = path.join(servers.folder, 'closed');
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    const { status, document } = reeveJson(['pages', 'build', path.join(folder, 'site')], { uid: 65_534 });
    const { code, found } = errorDocument.parse(document);
    expect([status, code, found]).toEqual([5, 'FOLDER_UNWRITABLE', 'this user may not write there']);
  });

  it.skipIf(!isRoot)(
    'says so where the disk is full, and loses nothing that was there (skipped where we are not root)',
    () => {
      const folder = path.join(servers.folder, 'full');
      mkdirSync(folder);
      const script = `mount -t tmpfs -o size=4m none ${folder} && ${process.execPath} ${entry} pages build ${folder} --languages en --json; echo "exit $?"; ls -A ${folder}`;
      const out = execFileSync('unshare', ['-m', 'sh', '-c', script], { encoding: 'utf8' });
      expect(out).toContain('"code": "FOLDER_UNWRITABLE"');
      expect(out).toContain('the disk is full');
      expect(out).toContain('exit 5');
      expect(out).toContain('.portreeve-atlas.json');
    },
  );
});

describe.skipIf(!serverPackages.nginx)(
  'the files, served by a web server that knows nothing of them (skipped without nginx)',
  () => {
    it('are found with and without the slash', async () => {
      const base = await serve(site);
      const page = await fetch(`${base}/ports/2504/`, { redirect: 'manual' });
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('wlbs');
      expect((await fetch(`${base}/ports/2504`)).url).toBe(`${base}/ports/2504/`);
      for (const name of [
        'map/base.bin',
        'search-index.json',
        'robots.txt',
        '404.html',
        'ranges/user/',
        '',
      ]) {
        expect((await fetch(`${base}/${name}`)).status, name).toBe(200);
      }
    });

    it.skipIf(!has(chromiumPath))('can be searched in a browser (skipped without Chromium)', async () => {
      const base = await serve(site);
      const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
      try {
        const page = await browser.newPage();
        const errors: string[] = [];
        page.on('console', (message) => {
          if (message.type() === 'error') errors.push(message.text());
        });
        page.on('request', (request) => {
          if (!request.url().startsWith(base) && !request.url().startsWith('data:'))
            errors.push(request.url());
        });
        await page.goto(`${base}/search/?q=wlbs`);
        await page.waitForSelector('[data-atlas-search] li a');
        expect(await page.getAttribute('[data-atlas-search] li a', 'href')).toBe('/ports/2504/');
        await page.goto(`${base}/ports/22/`);
        await page.fill('#search', 'nmsserv');
        await page.waitForSelector('#suggestions [role="option"]');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await page.waitForURL(`${base}/ports/2244/`);
        await page.goto(`${base}/search/?q=7678`);
        await page.waitForSelector('[data-atlas-search] [role="status"]:not(:empty)');
        expect(await page.textContent('[data-atlas-search] [role="status"]')).toContain(
          'Port 7678 is unassigned',
        );
        expect(errors).toEqual([]);
      } finally {
        await browser.close();
      }
    });
  },
);

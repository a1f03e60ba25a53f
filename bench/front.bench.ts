/**
 * The front page in Chromium as on a slow phone: 4 times slower processor, 150 ms and 1.6 Mbit/s. What goes over the wire,
 * when it can be used (its scripts have run), and when the picture has its data. The agent that serves it is the built one.
 */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { median } from './pairs.ts';

const runs = Number(process.env['RUNS'] ?? 9);
const executablePath = '/usr/bin/chromium';
const marks = { bytes: 150_000, usableMs: 1000 };
/** As the slow profiles of page audits have it: bytes a second, milliseconds. */
const line = { latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8, offline: false };

interface Load {
  readonly bytes: number;
  readonly paint: number;
  readonly usable: number;
  readonly picture: number;
}

/** The page says so on its root when the picture is drawn with its data. */
const noteThePicture = `new MutationObserver(() => {
  globalThis.pictureAt ??= document.documentElement.dataset.map === 'ready' ? performance.now() : undefined;
}).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-map'] });`;

async function load(browser: Browser, url: string): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(noteThePicture);
    const session = await context.newCDPSession(page);
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', line);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator('html[data-map=ready]').waitFor({ state: 'attached' });
    const times = await page.evaluate<Omit<Load, 'bytes'>>(`({
      usable: performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
      picture: globalThis.pictureAt,
    })`);
    return { bytes, ...times };
  } finally {
    await context.close();
  }
}

const told = (values: readonly number[], unit: string, digits = 0): string =>
  `${median(values).toFixed(digits)} ${unit} (${Math.min(...values).toFixed(digits)}-${Math.max(...values).toFixed(digits)})`;
const verdict = (reached: boolean): string => (reached ? 'reached' : 'MISSED');

async function main(): Promise<void> {
  if (!existsSync(executablePath)) throw new Error('Chromium is missing');
  const folder = mkdtempSync(path.join(tmpdir(), 'reeve-bench-front-'));
  chmodSync(folder, 0o755);
  const env = {
    ...process.env,
    REEVE_STORE: path.join(folder, 'store.db'),
    REEVE_SOCKET: path.join(folder, 'run', 'agent.sock'),
    PORTREEVE_DATA_DIR: folder,
  };
  const port = 18_678;
  const agent = spawn(
    process.execPath,
    ['dist/reeve.cjs', 'up', '--no-registry-update', '--listen', `127.0.0.1:${port}`],
    { env, stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => agent.once('exit', resolve));
  const url = `http://127.0.0.1:${port}/`;
  let browser: Browser | null = null;
  try {
    await answering(url);
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    await load(browser, url);
    const loads: Load[] = [];
    for (let run = 0; run < runs; run++) loads.push(await load(browser, url));
    const bytes = loads.map((one) => one.bytes);
    const usable = loads.map((one) => one.usable);
    process.stdout.write(
      [
        `The front page in Chromium, 4 times slower processor, 150 ms, 1.6 Mbit/s, ${runs} loads without a cache`,
        `  over the wire: ${told(bytes, 'bytes')}  mark ${marks.bytes} ${verdict(median(bytes) < marks.bytes)}`,
        `  first paint of content: ${told(
          loads.map((one) => one.paint),
          'ms',
        )}`,
        `  usable, its scripts have run: ${told(usable, 'ms')}  mark ${marks.usableMs} ${verdict(median(usable) < marks.usableMs)}`,
        `  the picture has its data: ${told(
          loads.map((one) => one.picture),
          'ms',
        )}`,
        '',
      ].join('\n'),
    );
  } finally {
    await browser?.close();
    agent.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`${url}health/ready`).catch(() => null);
    if (answer?.ok === true) return;
    await pause(100);
  }
  throw new Error('the agent does not answer');
}

await main();

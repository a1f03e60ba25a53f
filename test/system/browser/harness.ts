import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
} from 'playwright-core';

const executable = '/usr/bin/chromium';
const root = fileURLToPath(new URL('../../../', import.meta.url));
const screens = path.join(root, 'test-results/screens');

/** Why no browser can be tried here; null where one can. */
export function noBrowser(): string | null {
  if (!existsSync(executable)) return 'Chromium (Debian package chromium) is missing';
  return existsSync(path.join(root, 'dist/web/manifest.json')) ? null : 'dist/ is not built';
}

/** @param namespace the network namespace it is to live in */
export const launch = (namespace: string | null = null): Promise<Browser> =>
  chromium.launch({
    executablePath: namespace === null ? executable : within(namespace),
    // As root Chromium has no sandbox; what it loads is ours alone.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--lang=en'],
  });

/** A program that is Chromium in the namespace. */
function within(namespace: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'reeve-browser-')), 'chromium');
  writeFileSync(file, `#!/bin/sh\nexec ip netns exec ${namespace} ${executable} "$@"\n`, { mode: 0o755 });
  process.once('exit', () => rmSync(path.dirname(file), { recursive: true, force: true }));
  return file;
}

/** A page that is watched: what goes wrong in it is kept, whatever the test looks at. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors on the console (there is also what the content policy refused), exceptions, requests to other hosts, failed ones. */
  readonly faults: readonly string[];
  /** Bytes over the wire until now, by address. */
  readonly transferred: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** Statuses that the test expects some answers to have. */
  readonly statuses?: readonly number[];
}

/** Opens a fresh profile and watches it from its first request on. */
export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const { statuses = [], ...contextOptions } = options;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    serviceWorkers: 'block',
    ...contextOptions,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  const transferred = new Map<string, number>();
  const own = new URL(url).host;
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    const expected = statuses.some((status) => message.text().includes(`status of ${status}`));
    if (message.type() === 'error' && !expected) faults.push(`console: ${message.text()}`);
  });
  context.on('request', (request) => {
    const { host, protocol } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && host !== own) {
      faults.push(`a request to another host: ${request.url()}`);
    }
  });
  context.on('response', (response) => {
    if (response.status() >= 400 && !statuses.includes(response.status())) {
      faults.push(`${response.status()}: ${response.url()}`);
    }
  });
  context.on('requestfinished', (request) => {
    void weigh(request, transferred);
  });
  await page.goto(url);
  return { page, context, faults, transferred, close: () => context.close() };
}

async function weigh(request: Request, transferred: Map<string, number>): Promise<void> {
  try {
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    const before = transferred.get(request.url()) ?? 0;
    transferred.set(request.url(), before + responseBodySize + responseHeadersSize);
  } catch {
    // The page was closed meanwhile.
  }
}

/** Kept under `test-results/screens/`, for people to look at. */
export async function screenshot({ page }: Visit, name: string, fullPage = false): Promise<void> {
  mkdirSync(screens, { recursive: true });
  await page.screenshot({ path: path.join(screens, `${name}.png`), fullPage, animations: 'disabled' });
}

/** What axe finds serious or critical, in a line each. */
export async function seriousFindings({ page }: Visit): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`,
    );
}

/** How many CSS pixels the page is wider than its window. */
export const overhang = ({ page }: Visit): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

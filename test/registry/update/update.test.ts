import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTable } from '../../../src/registry/table/read.ts';
import { updateRegistry, type UpdateOptions } from '../../../src/registry/update/update.ts';
import { temporaryFolder } from '../sandbox.ts';
import { syntheticCsv } from '../synthetic.ts';
import { serve, type TestServer } from './server.ts';

const folder = temporaryFolder();
const to = join(folder, 'deep', 'er', 'registry.table');
const file = join(folder, 'source.csv');

let server: TestServer | null = null;
beforeEach(() => rmSync(dirname(to), { recursive: true, force: true }));
afterEach(async () => {
  await server?.close();
  server = null;
});

const failureOf = async (options: UpdateOptions): Promise<unknown> =>
  await updateRegistry({ to, ...options }).then(
    () => 'no failure',
    (error: unknown) => error,
  );

const refused = (code: string, found: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(found) });

async function present(rows = 11_000): Promise<Buffer> {
  writeFileSync(file, syntheticCsv(rows, 'old'));
  await updateRegistry({ from: file, to });
  return readFileSync(to);
}

/** The table stands as it was, and neither lock nor half-written file lies beside it. */
function expectUntouched(before: Buffer | null): void {
  const left = existsSync(dirname(to)) ? readdirSync(dirname(to)) : [];
  expect(left).toEqual(before === null ? [] : ['registry.table']);
  if (before !== null) expect(readFileSync(to).equals(before)).toBe(true);
}

describe('an update', () => {
  test('from a file makes the folder and the table, and tells what it holds', async () => {
    writeFileSync(file, syntheticCsv(10_100));
    utimesSync(file, 1, 1);
    const report = await updateRegistry({ from: file, to });
    expect(report).toMatchObject({
      path: to,
      from: file,
      source: { name: 'IANA registry', date: '2001-02-03' },
      dataUpTo: '2001-02-03',
      counts: { records: 10_100, withoutPort: 0 },
      previous: null,
      notes: [],
    });
    expect(readdirSync(dirname(to))).toEqual(['registry.table']);
    const table = openTable(to);
    if (!table.ok) throw new Error(table.error);
    expect(table.value.meta).toMatchObject({
      whole: true,
      url: file,
      fetchedAt: expect.stringMatching(/Z$/),
    });
    table.value.close();
  });

  test('over HTTP takes the date of the server, and reports its progress', async () => {
    const body = syntheticCsv();
    server = await serve((_, response) => {
      response.writeHead(200, {
        'last-modified': 'Wed, 11 Nov 2026 10:00:00 GMT',
        'content-length': body.length,
      });
      response.end(body);
    });
    const seen: { received: number; total: number | null }[] = [];
    const report = await updateRegistry({
      from: server.url,
      to,
      onProgress: (progress) => seen.push(progress),
    });
    expect(report.source.date).toBe('2026-11-11');
    expect(seen.at(-1)).toEqual({ received: body.length, total: body.length });
  });

  test.each([
    ['older than the data', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ['to come', 'Fri, 01 Jan 2199 00:00:00 GMT'],
    ['no date', 'yesterday'],
  ])('a server date that is %s is not believed', async (_, date) => {
    server = await serve((_request, response) => {
      response.writeHead(200, { 'last-modified': date });
      response.end(syntheticCsv());
    });
    expect((await updateRegistry({ from: server.url, to })).source.date).toBe('2001-02-03');
  });

  test('replaces the one before, and says when the new data are older', async () => {
    await present(10_200);
    writeFileSync(file, syntheticCsv(10_100).replaceAll('2001-02-03', '1999-02-03'));
    const report = await updateRegistry({ from: file, to });
    expect(report.previous).toEqual({
      source: { name: 'IANA registry', date: '2001-02-03' },
      records: 10_200,
    });
    expect(report.notes).toEqual(['The data of 1999-02-03 replaced data of 2001-02-03, which were newer.']);
  });

  test('replaces a damaged one, and clears away what a killed one left', async () => {
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, 'rubbish');
    writeFileSync(`${to}.tmp-4242`, 'half a table');
    writeFileSync(`${to}.lock`, JSON.stringify({ pid: 2 ** 22 + 1, since: Date.now() }));
    writeFileSync(file, syntheticCsv());
    expect((await updateRegistry({ from: file, to })).previous).toBeNull();
    expect(readdirSync(dirname(to))).toEqual(['registry.table']);
  });

  test('leaves out rows of a transport that is not known yet, and counts them', async () => {
    writeFileSync(file, `${syntheticCsv()}new,1,quic,,,,,,,,,\r\n`);
    const report = await updateRegistry({ from: file, to });
    expect(report.notes).toEqual(['1 rows for the transport quic were left out.']);
  });
});

describe('a file that is not right leaves the present record as it is', () => {
  const whole = syntheticCsv(11_000);
  test.each([
    ['a web page', '<!doctype html>\n<title>IANA</title>\n', /it is a web page/],
    ['nothing', '', /it is empty/],
    ['cut in the middle of a row', whole.slice(0, 200_000), /it ends in the middle of a line/],
    [
      'cut at the end of a row',
      `${whole.slice(0, whole.lastIndexOf('\r\n', 400_000))}\r\n`,
      /it has \d+ rows/,
    ],
    ['a tenth shorter', syntheticCsv(9_950 + 100), /rows where the present record has 12000/],
    ['without its anchors', whole.replace('ssh,22,tcp', 'shh,22,tcp'), /it lacks ssh at 22\/tcp/],
    ['with a NUL in it', whole.replace('Made up 7', 'Made\u0000up 7'), /it is not text: byte \d+/],
    ['with a port that is none', whole.replace('11000,tcp', '111000,tcp'), /has the port "111000"/],
    ['with a row too short', whole.replace('Made up 7,,,', 'Made up 7,'), /line \d+/],
    ['another CSV file', whole.replace('Service Name', 'Name'), /its first line is not the header/],
  ])('%s', async (_, content, reason) => {
    const before = await present(12_000);
    writeFileSync(file, content);
    expect(await failureOf({ from: file })).toEqual(refused('REGISTRY_SOURCE_INVALID', reason));
    expectUntouched(before);
  });

  test('bytes that are no UTF-8', async () => {
    const before = await present();
    writeFileSync(file, Buffer.concat([Buffer.from(whole), Buffer.from([0xff, 0xfe, 10])]));
    expect(await failureOf({ from: file })).toEqual(refused('REGISTRY_SOURCE_INVALID', /it is not text/));
    expectUntouched(before);
  });

  test('one of more than 16 MiB', async () => {
    const before = await present();
    writeFileSync(file, Buffer.alloc(17 * 1024 * 1024, 10));
    expect(await failureOf({ from: file })).toEqual(refused('REGISTRY_SOURCE_TOO_LARGE', /17825792 bytes/));
    expectUntouched(before);
  });

  test('none, a folder, and an address of another kind', async () => {
    const code = 'REGISTRY_SOURCE_UNREACHABLE';
    expect(await failureOf({ from: join(folder, 'none.csv') })).toEqual(refused(code, /ENOENT/));
    expect(await failureOf({ from: folder })).toEqual(refused(code, /it is not a regular file/));
    expect(await failureOf({ from: 'ftp://127.0.0.1/x.csv' })).toEqual(
      refused(code, /only http, https and files/),
    );
    expectUntouched(null);
  });
});

describe('a server that is not right leaves the present record as it is', () => {
  const code = 'REGISTRY_SOURCE_UNREACHABLE';
  const body = syntheticCsv(12_000);

  test('404', async () => {
    const before = await present();
    server = await serve((_, response) => response.writeHead(404).end('<html>not here</html>'));
    expect(await failureOf({ from: server.url })).toEqual(refused(code, /the server answered 404/));
    expectUntouched(before);
  });

  test('the connection breaks off in the middle, with and without a declared length', async () => {
    const before = await present();
    for (const headers of [{ 'content-length': body.length }, {}]) {
      const breaking = await serve((_, response) => {
        response.writeHead(200, headers);
        response.write(body.slice(0, 100_000), () => response.destroy());
      });
      try {
        expect(await failureOf({ from: breaking.url })).toEqual(refused(code, /./));
      } finally {
        await breaking.close();
      }
      expectUntouched(before);
    }
  });

  test('more than it may be: declared, or flowing without end', async () => {
    const before = await present();
    server = await serve((request, response) => {
      if (request.url === '/declared') {
        response.writeHead(200, { 'content-length': 99_999_999 }).flushHeaders();
        return;
      }
      response.writeHead(200);
      const chunk = Buffer.alloc(256 * 1024, 10);
      const more = (): void => {
        if (!response.destroyed) response.write(chunk, more);
      };
      more();
    });
    const tooLarge = 'REGISTRY_SOURCE_TOO_LARGE';
    expect(await failureOf({ from: server.url })).toEqual(refused(tooLarge, /bytes or more/));
    expect(await failureOf({ from: new URL('/declared', server.url).href })).toEqual(
      refused(tooLarge, /99999999/),
    );
    expectUntouched(before);
  });

  test('silence ends with the time-out, and an interruption ends it at once', async () => {
    const before = await present();
    server = await serve((_, response) => {
      response.writeHead(200);
      response.write(body.slice(0, 1000));
    });
    expect(await failureOf({ from: server.url, timeoutMs: 150 })).toEqual(refused(code, /it took too long/));
    const signal = AbortSignal.timeout(100);
    expect(await failureOf({ from: server.url, signal })).toEqual(refused(code, /it was interrupted/));
    expect(await failureOf({ from: file, signal: AbortSignal.abort() })).toEqual(
      refused(code, /it was interrupted/),
    );
    expectUntouched(before);
  });

  test('nobody there', async () => {
    const gone = await serve(() => {});
    await gone.close();
    expect(await failureOf({ from: gone.url })).toEqual(refused(code, /ECONNREFUSED/));
  });

  test('something that speaks no HTTP', async () => {
    const raw = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    await new Promise<void>((resolve) => {
      raw.listen(0, '127.0.0.1', resolve);
    });
    try {
      const address = raw.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      expect(await failureOf({ from: `http://127.0.0.1:${port}/` })).toEqual(refused(code, /./));
    } finally {
      raw.close();
    }
  });
});

describe('two at a time', () => {
  test('the second is told of the first, and the first ends well', async () => {
    const waiting: (() => void)[] = [];
    server = await serve((_, response) => {
      response.writeHead(200);
      waiting.push(() => response.end(syntheticCsv()));
      response.flushHeaders();
    });
    const first = updateRegistry({ from: server.url, to });
    await expect.poll(() => existsSync(`${to}.lock`)).toBe(true);
    writeFileSync(file, syntheticCsv());
    expect(await failureOf({ from: file })).toEqual(
      refused('REGISTRY_SOURCE_UNREACHABLE', new RegExp(`another one is at work \\(process ${process.pid}`)),
    );
    await expect.poll(() => waiting.length).toBe(1);
    waiting[0]?.();
    await expect(first).resolves.toMatchObject({ counts: { records: 10_100 } });
    expect(readdirSync(dirname(to))).toEqual(['registry.table']);
  });

  test.each([
    ['whose process is gone', { pid: 2 ** 22 + 1, since: Date.now() }],
    ['that is older than any update', { pid: process.ppid, since: Date.now() - 3_600_000 }],
    ['that was never written whole', null],
  ])('a lock %s is taken over', async (_, holder) => {
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(`${to}.lock`, holder === null ? '{"pid":' : JSON.stringify(holder));
    writeFileSync(file, syntheticCsv());
    await expect(updateRegistry({ from: file, to })).resolves.toMatchObject({ path: to });
    expect(existsSync(`${to}.lock`)).toBe(false);
  });
});

test('a place where no folder can be made is said to be such', async () => {
  writeFileSync(file, syntheticCsv());
  const failure = await failureOf({ from: file, to: join(file, 'registry.table') });
  expect(failure).toEqual(refused('COMMAND_FAILED', /ENOTDIR|EEXIST/));
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../system/servers.ts';
import { root } from './reeve.ts';
import { Started } from './started.ts';

let started: Started;
beforeEach(() => {
  started = new Started();
  mkdirSync(path.join(started.folder, 'node_modules'));
  symlinkSync(root, path.join(started.folder, 'node_modules/portreeve'));
});
afterEach(() => started.stop());

/** Runs a module that imports the built package by its name; it gives what the module's `result` is. */
function consumer(body: string, name = 'consumer.mjs'): unknown {
  const file = path.join(started.folder, name);
  writeFileSync(file, `${body}\nprocess.stdout.write(JSON.stringify(result ?? null));\n`);
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], {
    encoding: 'utf8',
    cwd: started.folder,
    timeout: 30_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** The explanation of the error that a second server meets. */
const explained = (server: string): unknown =>
  consumer(`import { explainAddressInUse } from 'portreeve';
    import { once } from 'node:events';
    import * as net from 'node:net';
    import * as http from 'node:http';
    import * as dgram from 'node:dgram';
    const server = ${server};
    const [error] = await once(server, 'error');
    const result = { code: error.code, text: await explainAddressInUse(error) };`);

describe('explainAddressInUse', () => {
  test.each([
    ['net', (port: number) => `net.createServer().listen(${port}, '127.0.0.1')`],
    ['net on every address', (port: number) => `net.createServer().listen(${port})`],
    ['http', (port: number) => `http.createServer().listen({ port: ${port}, host: '127.0.0.1' })`],
  ])('names the first server to the second: %s', async (_, second) => {
    const { port, pid } = await started.listener('--host', '0.0.0.0', '--password', 'hunter2');
    expect(explained(second(port))).toEqual({
      code: 'EADDRINUSE',
      text: expect.stringMatching(
        new RegExp(
          `^Port ${port}/tcp is held by \\S*python3\\S* \\S*listener\\.py .*\\(pid ${pid}, user \\S+\\).*\\.$`,
        ),
      ) as unknown,
    });
    expect(JSON.stringify(explained(second(port)))).not.toContain('hunter2');
  });

  test('names the holder of a UDP port, not the one of the same TCP port', async () => {
    const udp = await started.listener('--udp');
    const tcp = await started.listener('--port', String(udp.port));
    const { text } = explained(`dgram.createSocket('udp4').bind(${udp.port}, '127.0.0.1')`) as {
      text: string;
    };
    expect(text).toMatch(new RegExp(`^Port ${udp.port}/udp is held by .*pid ${udp.pid},`));
    expect(text).not.toContain(String(tcp.pid));
  });

  test('tells master and workers as one', async () => {
    const { port, pid } = await started.listener('--workers', '2');
    const { text } = explained(`net.createServer().listen(${port}, '127.0.0.1')`) as { text: string };
    expect(text).toMatch(new RegExp(`pid ${pid}, .*and 2 more`));
  });

  test('has nothing to say of other errors', () => {
    expect(
      consumer(`import { explainAddressInUse } from 'portreeve';
        import { once } from 'node:events';
        import * as net from 'node:net';
        const first = net.createServer().listen('./socket');
        await once(first, 'listening');
        const [unix] = await once(net.createServer().listen('./socket'), 'error');
        first.close();
        const [refused] = await once(net.connect(1, '127.0.0.1'), 'error');
        const errors = [unix, refused, null, undefined, 'EADDRINUSE', 98, {}, new Error('EADDRINUSE'),
          { code: 'EADDRINUSE' }, { code: 'EADDRINUSE', port: 65536 }, { code: 'EADDRINUSE', port: '80' }];
        const result = [unix.code, refused.code, ...(await Promise.all(errors.map((one) => explainAddressInUse(one))))];`),
    ).toEqual(['EADDRINUSE', 'ECONNREFUSED', ...Array.from({ length: 11 }, () => null)]);
  });
});

describe('whoHas', () => {
  test('gives the holders one by one', async () => {
    const { port, pid } = await started.listener('--password', 'hunter2');
    const result = consumer(`import { whoHas } from 'portreeve'; const result = await whoHas(${port});`);
    expect(result).toMatchObject({
      port,
      sentence: expect.stringContaining(`pid ${pid}`) as unknown,
      holders: [{ transport: 'tcp', address: '127.0.0.1', pid, container: null }],
    });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  test('says that a port is free, and on which transport', async () => {
    const { port } = await started.listener('--udp');
    const [tcp, udp] = consumer(`import { whoHas } from 'portreeve';
      const result = [await whoHas(${port}), await whoHas(${port}, { transport: 'udp' })];`) as [
      unknown,
      unknown,
    ];
    expect(tcp).toMatchObject({
      holders: [],
      sentence: expect.stringContaining(`port ${port}/tcp`) as unknown,
    });
    expect(udp).toMatchObject({ holders: [{ transport: 'udp' }] });
  });

  test('a server of the same process is named too', async () => {
    const port = await freePort();
    expect(
      consumer(`import { whoHas } from 'portreeve';
        import * as net from 'node:net';
        import { once } from 'node:events';
        const server = net.createServer().listen(${port}, '127.0.0.1');
        await once(server, 'listening');
        const { holders } = await whoHas(${port});
        server.close();
        const result = holders.map(({ pid }) => pid === process.pid);`),
    ).toEqual([true]);
  });

  test('refuses what is no port and no transport', () => {
    expect(
      consumer(`import { whoHas, isReeveError } from 'portreeve';
        const result = await Promise.all([[-1], [65536], ['80'], [1.5], [NaN], [], [null], [80, { transport: 'icmp' }],
          [80, { transport: 'constructor' }]].map((args) => whoHas(...args).then(() => 'answered',
            (error) => (isReeveError(error) && error instanceof Error ? error.code : String(error)))));`),
    ).toEqual([...Array.from({ length: 7 }, () => 'PORT_INVALID'), 'TRANSPORT_INVALID', 'TRANSPORT_INVALID']);
  });

  test('is there for require as well', async () => {
    const port = await freePort();
    const body = `const { whoHas } = require('portreeve');
      whoHas(${port}).then((result) => process.stdout.write(JSON.stringify(result)));
      process.exitCode = typeof whoHas === 'function' ? 0 : 1; const result = undefined;`;
    const file = path.join(started.folder, 'consumer.cjs');
    writeFileSync(file, body);
    const { stdout, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    expect({ status, answer: JSON.parse(stdout) as unknown }).toMatchObject({
      status: 0,
      answer: { port, holders: [] },
    });
  });
});

test('the types are complete, strict, and need no types of Node', () => {
  writeFileSync(path.join(started.folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    path.join(started.folder, 'consumer.ts'),
    `import { explainAddressInUse, isReeveError, whoHas } from 'portreeve';
     import type { ErrorCode, ExitCode, PortHolder, ReeveError, Transport, WhoHas, WhoHasOptions } from 'portreeve';
     const options: WhoHasOptions = { transport: 'udp' satisfies Transport };
     const answer: WhoHas = await whoHas(53, options);
     const holder: PortHolder | undefined = answer.holders[0];
     const pid: number | null | undefined = holder?.pid;
     const text: string | null = await explainAddressInUse(new Error('x'));
     const codeOf = (error: unknown): ErrorCode | null => (isReeveError(error) ? error.code : null);
     const exitOf = (error: ReeveError): ExitCode => error.exitCode;
     // @ts-expect-error a port is a number
     await whoHas('53');
     // @ts-expect-error there is no such transport
     await whoHas(53, { transport: 'icmp' });
     export { codeOf, exitOf, pid, text };`,
  );
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', ''];
  const { status, stdout } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/typescript/bin/tsc'), ...flags, 'consumer.ts'],
    { encoding: 'utf8', cwd: started.folder },
  );
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

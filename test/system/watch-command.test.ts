import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knockEvent } from '../../src/contract/knock-event.ts';
import { readDocument } from '../../src/contract/read.ts';
import { entry, reeve } from '../cli/end-to-end/reeve.ts';
import { mayMakeMachines } from '../cli/end-to-end/machine.ts';
import { python } from '../cli/end-to-end/started.ts';
import { addresses, Ground } from './live-ground.ts';

describe.skipIf(!mayMakeMachines)('reeve watch (skipped: needs root on Linux)', () => {
  const ground = new Ground();
  const data = mkdtempSync(path.join(tmpdir(), 'reeve-watch-data-'));

  // Who writes there has to come in.
  chmodSync(data, 0o755);
  beforeAll(() => ground.make());
  afterAll(async () => {
    await ground.end();
    rmSync(data, { recursive: true, force: true });
  });

  /** Watches so long while `knock` is run on the other side again and again. */
  async function watch(
    args: readonly string[],
    knock: string,
  ): Promise<{ status: number | null; out: string }> {
    const child = ground.start(
      'host',
      [
        'env',
        `PORTREEVE_DATA_DIR=${data}`,
        'NO_COLOR=1',
        process.execPath,
        entry,
        'watch',
        '-i',
        'watched',
        ...args,
      ],
      'pipe',
    );
    let out = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    const knocking = setInterval(() => ground.start('peer', ['bash', '-c', knock]), 400);
    try {
      const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
      return { status, out };
    } finally {
      clearInterval(knocking);
    }
  }

  /** More than an ordinary client of the same network would try. */
  const from = (first: number): readonly number[] => Array.from({ length: 12 }, (_, index) => first + index);

  const tryPorts = (...ports: readonly number[]): string =>
    ports.map((port) => `(exec 3<>/dev/tcp/${addresses.host}/${port})`).join('; ');

  test('events are objects on lines, and are stored by who has no privileges', async () => {
    const { status, out } = await watch(['--for', '4s', '--json'], tryPorts(...from(1001)));
    const events = out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => knockEvent.parse(JSON.parse(line)));
    expect(events.flatMap((event) => (event.type === 'scan' ? [event.scan.source] : []))).toContain(
      addresses.peer,
    );
    expect(status).toBe(1);
    expect(existsSync(path.join(data, 'store', 'knocks.db'))).toBe(true);
    const knocks = reeve(['knocks', '--json'], { env: { PORTREEVE_DATA_DIR: data } });
    expect(knocks.out).toContain(addresses.peer);
  });

  test('what goes to a service that is there is no probe', async () => {
    const server = ground.start('host', [python, '-m', 'http.server', '8080']);
    await pause(1000);
    const { status, out } = await watch(['--once', '3', '--json', '--no-store'], tryPorts(8080));
    server.kill('SIGKILL');
    const document = readDocument.parse(JSON.parse(out));
    expect(document).toMatchObject({ file: null, input: { format: 'live' }, scans: [] });
    expect(document.input.packets).toBeGreaterThan(0);
    expect(status).toBe(0);
  });

  test('a report at the end tells that the kernel answered, and how to keep that back', async () => {
    const { out } = await watch(['--once', '3', '--no-store'], tryPorts(1001, 1002));
    expect(out).toMatch(/^live, \d+ packets/);
    expect(out).toMatch(/The kernel answered: \d+ resets; --silent keeps that back/);
  });

  test('lines for who has no terminal, closed by a summary', async () => {
    const { out } = await watch(['--for', '3s', '--no-store'], tryPorts(...from(2001)));
    expect(out).toMatch(new RegExp(`▲ ${addresses.peer} port scan`));
    expect(out).toMatch(/\d+ packets seen on watched\.\n$/);
  });

  test('a decoy takes what comes, and the watch ends in peace', async () => {
    const knock = `exec 3<>/dev/tcp/${addresses.host}/2323; printf 'root\\r\\n' >&3`;
    const { status, out } = await watch(['--decoy', '2323', '--for', '3s', '--json', '--no-store'], knock);
    const lines = out
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({ type: 'decoy', decoy: expect.objectContaining({ port: 2323 }) }),
    );
    expect(lines).not.toContainEqual(expect.objectContaining({ code: expect.anything() }));
    expect([0, 1]).toContain(status);
  });

  test('an error is one line among the objects', () => {
    const { status, out } = reeve(['watch', '--json', '-i', 'nosuch0']);
    expect(status).toBe(4);
    expect(JSON.parse(out)).toMatchObject({ code: 'USAGE' });
    expect(out.trimEnd()).not.toContain('\n');
  });

  test('whoever may not watch is told what is missing', () => {
    const { status, err } = reeve(['watch', '--no-store', '--for', '1s'], { uid: 65_534 });
    expect(status).toBe(3);
    expect(err).toContain('CAP_NET_RAW');
    expect(err).toContain('[NOT_PERMITTED]');
  });

  test.each([
    [['--for', 'soon'], 'USAGE'],
    [['--once', '3', '--for', '3s'], 'USAGE'],
    [['--exclude', '0'], 'USAGE'],
    [['--decoy', '70000'], 'USAGE'],
    [['-i', 'nosuch0'], 'USAGE'],
  ])('%j is refused', (args, code) => {
    const { status, err } = reeve(['watch', '--no-store', ...args]);
    expect(status).toBe(4);
    expect(err).toContain(`[${code}]`);
  });
});

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { knockEvent } from '../../src/contract/knock-event.ts';
import { readDocument, readsDocument } from '../../src/contract/read.ts';
import { errorDocument } from '../../src/contract/small.ts';
import { entry, reeve, reeveJson } from '../cli/end-to-end/reeve.ts';
import { ethernet, ipv4, pcapFile, tcp } from '../watch/packets.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'reeve-read-command-'));
const running: ChildProcess[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const named = (name: string, content: Uint8Array | string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};

const syn = (index: number, source = '203.0.113.5') => ({
  time: 1_700_000_000_000_000 + index * 20_000,
  bytes: ethernet(
    ipv4(tcp({ destinationPort: 1000 + index, sequence: 0x5a5a0000 + index * 0x10001 }), {
      id: (index * 7919) & 0xffff,
      source,
    }),
  ),
});

const capture = pcapFile(Array.from({ length: 50 }, (_, index) => syn(index)));
const scan = named('scan.pcap', capture);
const quiet = named('quiet.pcap', pcapFile([syn(0)]));
const prose = named('prose.log', 'Dear reader,\nno line of this is of a firewall.\n');
const binary = named(
  'binary.log',
  Uint8Array.from({ length: 9000 }, (_, index) => (index * 37) & 0x1f),
);

const logLine = (port: number, source = '203.0.113.9'): string =>
  `Nov 20 06:00:0${port % 10} gate kernel: [UFW BLOCK] IN=eth0 OUT= MAC= SRC=${source} DST=198.51.100.7 LEN=44 TOS=0x00 PREC=0x00 TTL=50 ID=${port} PROTO=TCP SPT=40000 DPT=${port} WINDOW=1024 RES=0x00 SYN URGP=0\n`;

function start(args: readonly string[]): ChildProcess & { readonly said: () => string } {
  const child = spawn(process.execPath, [entry, 'read', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '80' },
  });
  running.push(child);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return Object.assign(child, { said: () => text });
}

async function until(fits: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && !fits(); tries++) await pause(100);
  expect(fits()).toBe(true);
}

describe('the exit code of reeve read', () => {
  test.each([
    ['a scan', [scan], 1],
    ['no scan', [quiet], 0],
    ['a text without a firewall line', [prose], 4],
    ['a log that was just rotated', [named('rotated.log', '')], 2],
    ['a capture that was cut in its header', [named('head.pcap', capture.subarray(0, 10))], 4],
    ['a capture without a packet', [named('empty.pcap', pcapFile([]))], 2],
    ['a scan in a capture that was cut', [named('cut.pcap', capture.subarray(0, capture.length - 9))], 1],
    ['bytes of no format', [binary], 4],
    ['a file that is not there', [path.join(folder, 'none')], 4],
    ['a folder', [folder], 4],
    ['a scan beside a file that is not there', [scan, path.join(folder, 'none')], 4],
  ] as const)('%s', (_, files, status) => {
    expect(reeve(['read', ...files]).status).toBe(status);
  });
});

describe('the document of reeve read', () => {
  test('one input is an object', () => {
    const { status, document } = reeveJson(['read', scan]);
    expect(status).toBe(1);
    expect(readDocument.parse(document)).toMatchObject({
      file: scan,
      input: { format: 'pcap', packets: 50, lines: null, damaged: false },
      totals: { packets: 50, scans: 1, listed: 1 },
      sources: 1,
      scans: [{ source: '203.0.113.5', kind: 'port-scan', who: { range: { name: 'documentation' } } }],
    });
  });

  test('several are a list, with those that could not be read', () => {
    const { status, document } = reeveJson(['read', scan, binary, quiet]);
    expect(status).toBe(4);
    const { reads, failed } = readsDocument.parse(document);
    expect(reads.map(({ file }) => file)).toEqual([scan, quiet]);
    expect(failed).toMatchObject([{ code: 'INPUT_UNRECOGNISED', asked: binary }]);
  });

  test('several as one story are an object', () => {
    const second = named('second.pcap', pcapFile(Array.from({ length: 5 }, (_, index) => syn(60 + index))));
    const { document } = reeveJson(['read', '--together', scan, second]);
    expect(readDocument.parse(document)).toMatchObject({ totals: { packets: 55, scans: 1 } });
  });

  test('the packets are in it where they are asked for', () => {
    const { scans } = readDocument.parse(reeveJson(['read', '--evidence', scan]).document);
    expect(scans[0]?.evidence?.[0]).toMatchObject({
      source: '203.0.113.5',
      destinationPort: 1000,
      ordinal: 1,
    });
  });

  test('an error is a document too', () => {
    expect(errorDocument.parse(reeveJson(['read', binary]).document)).toMatchObject({ exitCode: 4 });
  });
});

describe('standard input', () => {
  test('is read as it comes', async () => {
    const child = start(['-', '--json']);
    child.stdin?.write(capture.subarray(0, 700));
    await pause(200);
    child.stdin?.end(capture.subarray(700));
    await once(child, 'close');
    expect(readDocument.parse(JSON.parse(child.said()))).toMatchObject({
      file: null,
      totals: { packets: 50 },
    });
  });

  test('is reported so far upon Ctrl-C', async () => {
    const child = start(['-', '--json']);
    child.stdin?.write(capture);
    await pause(1000);
    child.kill('SIGINT');
    const [status] = await once(child, 'close');
    expect(status).toBe(1);
    expect(readDocument.parse(JSON.parse(child.said()))).toMatchObject({
      interrupted: true,
      totals: { packets: 50 },
    });
  });

  test('a packed log comes through a pipe', () => {
    const log = Array.from({ length: 40 }, (_, index) => logLine(1000 + index)).join('');
    const packed = execFileSync('gzip', ['-c'], { input: log });
    const { status, stdout } = spawnSync(process.execPath, [entry, 'read', '-'], {
      input: packed,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stdout).toContain('port scan from 203.0.113.9');
  });

  test('who reads has seen enough: no failure', () => {
    const command = `"${process.execPath}" "${entry}" read "${scan}" --json | head -c 10; exit "\${PIPESTATUS[0]}"`;
    const { status, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect({ status: [0, 1].includes(status ?? -1), stderr }).toEqual({ status: true, stderr: '' });
  });
});

describe('a log with a line of ten megabytes', () => {
  test('is read but for that line', () => {
    const lines = Array.from({ length: 40 }, (_, index) => logLine(1000 + index));
    lines.splice(20, 0, `${'x'.repeat(10 << 20)}\n`);
    const { status, document } = reeveJson(['read', named('long.log', lines.join(''))]);
    expect(status).toBe(1);
    const { input } = readDocument.parse(document);
    expect(input).toMatchObject({ lines: 41, records: 40 });
    expect(input.skipped).toMatchObject([{ count: 1, firstAt: 21 }]);
  });
});

describe('reeve read --follow', () => {
  test('goes on through a rotation, one object a line, until it is interrupted', async () => {
    const file = named('followed.log', '');
    const child = start([file, '--follow', '--json']);
    const events = () =>
      child
        .said()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => knockEvent.parse(JSON.parse(line)));
    const sources = () => events().flatMap((event) => (event.type === 'scan' ? [event.scan.source] : []));
    for (let port = 1000; port < 1040; port++) appendFileSync(file, logLine(port));
    await until(() => sources().includes('203.0.113.9'));
    renameSync(file, `${file}.1`);
    appendFileSync(`${file}.1`, logLine(1040, '203.0.113.10'));
    writeFileSync(file, '');
    for (let port = 2000; port < 2040; port++) appendFileSync(file, logLine(port, '203.0.113.11'));
    await until(() => ['203.0.113.10', '203.0.113.11'].every((source) => sources().includes(source)));
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([1, null]);
  });

  test('an old log is one story, told to its last line', async () => {
    const old = (port: number): string => logLine(port).replace('Nov 20 06:00:0', '2021-11-20T06:00:0');
    const file = named('old.log', '');
    const child = start([file, '--follow', '--json']);
    const scans = () =>
      child
        .said()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => knockEvent.parse(JSON.parse(line)))
        .flatMap((event) => (event.type === 'scan' ? [event] : []));
    for (let port = 1000; port < 1040; port++)
      appendFileSync(file, old(port).replace(' gate', '+00:00 gate'));
    await until(() => scans().some(({ scan: { packets } }) => packets === 40));
    await pause(1500);
    for (let port = 1040; port < 1045; port++)
      appendFileSync(file, old(port).replace(' gate', '+00:00 gate'));
    await pause(2500);
    child.kill('SIGINT');
    await once(child, 'close');
    expect(new Set(scans().map(({ key }) => key)).size).toBe(1);
    expect(scans().at(-1)?.scan.packets).toBe(45);
  });
});

describe('what reeve read loads', () => {
  test('is neither the grammar nor a validator nor the store', () => {
    const told = path.join(folder, 'loaded');
    const probe = named(
      'probe.cjs',
      `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(told)}, Object.keys(require.cache).join('\\n')))`,
    );
    spawnSync(process.execPath, ['--require', probe, entry, 'read', scan], { stdio: 'ignore' });
    const loaded = execFileSync('cat', [told], { encoding: 'utf8' });
    expect(loaded).toContain('cli-commands-read.cjs');
    expect(loaded).not.toMatch(/cli-program|koffi|libsql|inspect-linux|watch-live|who-behind/);
  });
});

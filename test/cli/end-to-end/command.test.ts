import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorDocument, nextDocument } from '../../../src/contract/small.ts';
import {
  findDocument,
  registryStatusDocument,
  registryVerifyDocument,
} from '../../../src/contract/registry.ts';
import { portDocument, portsDocument } from '../../../src/contract/port.ts';
import { width } from '../../../src/cli/render/text.ts';
import { freePort } from '../../system/servers.ts';
import { entry, reeve, reeveJson } from './reeve.ts';

describe('help', () => {
  test('is there for every command and fits 80 columns', () => {
    for (const command of [
      [],
      ['ls'],
      ['find'],
      ['next'],
      ['free'],
      ['learn'],
      ['check'],
      ['registry'],
      ['registry', 'update'],
      ['knocks'],
      ['source'],
      ['why'],
      ['store', 'status'],
      ['store', 'compact'],
    ]) {
      const { status, out } = reeve([...command, '--help']);
      expect(status).toBe(0);
      expect(out).toContain('Usage: reeve');
      for (const line of out.split('\n')) expect(width(line)).toBeLessThanOrEqual(80);
    }
  });

  /** Every module and shared object that a run had loaded when it ended. */
  function loadedBy(...args: readonly string[]): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'reeve-loaded-'));
    try {
      const probe = path.join(folder, 'probe.cjs');
      const told = path.join(folder, 'loaded');
      const list = 'Object.keys(require.cache).concat(process.report.getReport().sharedObjects)';
      const code = `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(told)}, ${list}.join('\\n')))`;
      writeFileSync(probe, code);
      // Without a store, as on most machines.
      const env = { ...process.env, REEVE_STORE: path.join(folder, 'none', 'knocks.db') };
      spawnSync(process.execPath, ['--require', probe, entry, ...args], { stdio: 'ignore', env });
      return readFileSync(told, 'utf8');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test('loads neither the native part nor the commands', () => {
    expect(reeve(['--version']).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const loaded = loadedBy('--help');
    expect(loaded).toContain('cli-program.cjs');
    expect(loaded).not.toMatch(/koffi|cli-commands|inspect-linux/);
  });

  test('a port loads what it needs: not the grammar, not the validators', () => {
    const loaded = loadedBy('443', '--json');
    expect(loaded).toContain('cli-commands-port.cjs');
    expect(loaded).not.toMatch(/cli-program|assess-policy|registry-verify|inspect-darwin|libsql/);
  });
});

describe('bad input ends with 4 and says what to do', () => {
  test.each([
    [['70000'], 'PORT_INVALID'],
    [['-1'], null],
    [['443/icmp'], 'TRANSPORT_INVALID'],
    [['２５０４'], 'PORT_INVALID'],
    [['2504abc'], 'PORT_INVALID'],
    [['20-10'], 'PORT_INVALID'],
    [['1-65535'], 'USAGE'],
    [['postgres'], 'PORT_INVALID'],
    [['ls', '--sort', 'nothing'], 'USAGE'],
    [['ls', '--sort', 'constructor'], 'USAGE'],
    [['next', '--near', 'x'], 'PORT_INVALID'],
    [['free', 'x'], 'PORT_INVALID'],
    [['ls', '--watch', '0'], 'USAGE'],
    [['find', 'x'.repeat(300)], 'USAGE'],
    [['nonsense', '--flag'], null],
  ] as const)('reeve %j', (args, code) => {
    const { status, err, out } = reeve(args);
    expect({ status, out }).toEqual({ status: 4, out: '' });
    if (code !== null) expect(err).toContain(`[${code}]`);
    expect(err.trim()).not.toBe('');
  });

  test('a word that is no port leads to find', () => {
    expect(reeve(['postgres']).err).toContain('reeve find postgres');
  });

  test('with --json it is a document', () => {
    const { status, document } = reeveJson(['70000']);
    expect(status).toBe(4);
    expect(errorDocument.parse(document)).toMatchObject({ code: 'PORT_INVALID', exitCode: 4 });
  });

  test('hostile input never reaches the terminal raw', () => {
    const { err } = reeve(['\u001B]0;owned\u0007\u001B[2J443']);
    expect(err).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  });
});

describe('documents are what the schemas say', () => {
  test('one port is an object, several are a list', async () => {
    const port = await freePort();
    // Whatever is on record on this machine.
    const env = { REEVE_STORE: path.join(tmpdir(), 'reeve-no-store', 'knocks.db') };
    expect(portDocument.parse(reeveJson([String(port)], { env }).document)).toMatchObject({
      port,
      transport: null,
      holders: [],
      knocks: null,
      knocksUnknown: null,
    });
    const several = portsDocument.parse(reeveJson(['2171-2174/tcp', '53/udp']).document);
    expect(several.ports.map((one) => one.port)).toEqual([2171, 2172, 2173, 2174, 53]);
  });

  test('find, next and registry', () => {
    expect(findDocument.parse(reeveJson(['find', 'postgre']).document).results[0]?.port).toBe(5432);
    expect(findDocument.parse(reeveJson(['find', 'firewall', 'array']).document).results[0]?.port).toBe(2174);
    expect(nextDocument.parse(reeveJson(['next', '-n', '3']).document).ports).toHaveLength(3);
    expect(
      registryStatusDocument.parse(reeveJson(['registry', 'status']).document).layers.length,
    ).toBeGreaterThan(2);
    expect(registryVerifyDocument.parse(reeveJson(['registry', 'verify']).document).ok).toBe(true);
  });

  test('nothing found is 2', () => {
    expect(reeve(['find', 'zzzzqqqqxxxx']).status).toBe(2);
  });
});

describe('the terminal', () => {
  test.each([60, 80, 120])('every line fits %d columns', (columns) => {
    for (const args of [
      [],
      ['ls', '--all'],
      ['2174'],
      ['22'],
      ['find', 'kubernetes'],
      ['registry', 'status'],
      ['2244', '--how'],
    ]) {
      const { out } = reeve(args, { env: { COLUMNS: String(columns) } });
      // An address cannot be broken: who copies it needs it whole.
      const long = out.split('\n').filter((line) => width(line) > columns && !/^\s*https?:\/\//.test(line));
      expect(long).toEqual([]);
    }
  });

  test('colour only where it is wanted', () => {
    expect(reeve(['22']).out).not.toContain('\u001B[');
    expect(reeve(['22'], { env: { FORCE_COLOR: '1', NO_COLOR: '' } }).out).toContain('\u001B[');
    expect(reeve(['22'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).out).not.toContain('\u001B[');
    expect(reeve(['22', '--no-color'], { env: { FORCE_COLOR: '1' } }).out).not.toContain('\u001B[');
  });

  test('a reader that goes away is no failure', async () => {
    const child = spawn(process.execPath, [entry, '2174', '--story'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    const [code] = await once(child, 'exit');
    expect({ code, err }).toEqual({ code: expect.toSatisfy((one: number) => [0, 2].includes(one)), err: '' });
  });
});

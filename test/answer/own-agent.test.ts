import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownAgent } from '../../src/answer/own-agent.ts';

/** Its child has the lock file open, as it has itself; the process of the test has not. */
const pair = `
  const fd = require('node:fs').openSync(process.argv[1], 'r+');
  const child = require('node:child_process').spawn('sleep', ['60'], { stdio: ['ignore', 'ignore', 'ignore', fd] });
  process.on('SIGTERM', () => { child.kill('SIGKILL'); process.exit(); });
  child.once('spawn', () => console.log(child.pid));`;

describe.runIf(process.platform === 'linux')('the agent that is this user’s own', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'own-agent-'));
  const lock = path.join(folder, 'agent.sock.lock');
  let elder: ChildProcess;
  let agent = 0;
  const say = (text: string): void => writeFileSync(lock, text);
  const found = (uid?: number) => [...ownAgent(lock, uid)];

  beforeAll(async () => {
    writeFileSync(lock, '', { mode: 0o600 });
    elder = spawn(process.execPath, ['-e', pair, lock], { stdio: ['ignore', 'pipe', 'inherit'] });
    agent = await new Promise<number>((resolve) => {
      elder.stdout?.once('data', (text: Buffer) => resolve(Number(text.toString())));
    });
  });
  afterAll(() => {
    elder.kill('SIGTERM');
    rmSync(folder, { recursive: true });
  });

  it('is named in the lock, which it and its privileged process have open', () => {
    say(JSON.stringify({ pid: agent, addresses: [] }));
    expect(found()).toEqual([agent, elder.pid]);
  });

  it('is one process where nobody else has the lock', () => {
    say(JSON.stringify({ pid: elder.pid }));
    expect(found()).toEqual([elder.pid]);
  });

  it.each([
    ['a process that has not got the lock', () => JSON.stringify({ pid: process.pid })],
    ['no process', () => JSON.stringify({ pid: 2 ** 30 })],
    ['process 1', () => '{"pid": 1}'],
    ['a text', () => '{"pid": "1"}'],
    ['nothing', () => ''],
    ['null', () => 'null'],
    ['half of it', () => '{"pid": 12'],
  ])('is nobody where the lock names %s', (_, text) => {
    say(text());
    expect(found()).toEqual([]);
  });

  it('is nobody where others may write the lock, or it is another user’s, or a link, or not there', () => {
    say(JSON.stringify({ pid: agent }));
    const uid = process.getuid?.() ?? 0;
    if (uid !== 0) expect(found(uid + 1)).toEqual([]);
    chmodSync(lock, 0o620);
    expect(found()).toEqual([]);
    chmodSync(lock, 0o600);
    const link = path.join(folder, 'link');
    symlinkSync(lock, link);
    expect([...ownAgent(link)]).toEqual([]);
    expect([...ownAgent(path.join(folder, 'none'))]).toEqual([]);
    expect([...ownAgent(null)]).toEqual([]);
    expect(found()).toEqual([agent, elder.pid]);
  });
});

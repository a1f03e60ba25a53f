import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { assess, policyTools } from '../../src/assess/index.ts';
import type { Reason, Verdict } from '../../src/core/verdict.ts';
import { inspect } from '../../src/inspect/index.ts';
import type { Inspection } from '../../src/inspect/listener.ts';

const listening = `const s = require('node:net').createServer().listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(s.address().port));`;

const children: ChildProcess[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** In /tmp whatever TMPDIR says: that folder is what the rules know. */
function temporaryFolder(): string {
  const folder = mkdtempSync('/tmp/reeve-assess-');
  folders.push(folder);
  return folder;
}

function script(folder: string, name: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, listening);
  return file;
}

/** Starts a program that listens on loopback, and waits for it. */
async function start(
  file: string,
  words: readonly string[],
  given: { argv0?: string; port?: number } = {},
): Promise<number> {
  const env = { ...process.env, PORT: String(given.port ?? 0) };
  const child = spawn(file, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
    ...(given.argv0 === undefined ? {} : { argv0: given.argv0 }),
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`It ended with ${code} before it listened`)));
    child.stdout.once('data', (text: Buffer) => resolve(Number(text)));
  });
}

/** Ends what was started last and waits until its port is free again. */
async function end(): Promise<void> {
  const child = children.pop();
  if (child === undefined) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

/** This machine, but only the listener of one port. */
async function lookAt(port: number): Promise<Inspection> {
  const seen = await inspect({ detail: 'full', kinds: ['tcp'] });
  return { ...seen, listeners: seen.listeners.filter((one) => one.port === port) };
}

async function verdictAt(port: number): Promise<Verdict> {
  const { listeners, host } = await lookAt(port);
  const [listener] = listeners;
  if (listener === undefined) throw new Error('The inspection did not see the listener');
  return assess(listener, { assignments: [], ephemeral: host.ephemeral });
}

const told = ({ because }: Verdict, level: Reason['level']): readonly string[] =>
  because.filter((reason) => reason.level === level).map(({ rule }) => rule);

describe.skipIf(process.platform !== 'linux')('real processes (skipped where there is no /proc)', () => {
  test('node by its name is no finding', async () => {
    const verdict = await verdictAt(await start(process.execPath, ['-e', listening]));
    expect([...told(verdict, 'wrong'), ...told(verdict, 'suspect')]).toEqual([]);
  });

  test('a program in /tmp that bears the name of sshd is wrong', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'sshd');
    copyFileSync(process.execPath, file);
    const verdict = await verdictAt(await start(file, ['-e', listening]));
    expect(told(verdict, 'wrong')).toContain('borrowed-name');
  });

  test('a program that was deleted from /tmp is wrong', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'server');
    copyFileSync(process.execPath, file);
    const port = await start(file, ['-e', listening]);
    rmSync(file);
    expect(told(await verdictAt(port), 'wrong')).toContain('deleted-executable');
  });

  test('a program that calls itself like a thread of the kernel is wrong', async () => {
    const verdict = await verdictAt(
      await start(process.execPath, ['-e', listening], { argv0: '[kworker/0:1]' }),
    );
    expect(told(verdict, 'wrong')).toEqual(['kernel-thread-name']);
  });

  test('a script in /tmp is told', async () => {
    const verdict = await verdictAt(await start(process.execPath, [script(temporaryFolder(), 'x.js')]));
    // Suspect, or plausible where these tests run inside a container.
    expect(verdict.because.map(({ rule }) => rule)).toContain('temporary-folder');
  });

  test('a policy: a restart is no difference, another script at the port is', async () => {
    const { learn, parsePolicy, checkPolicy } = await policyTools();
    const folder = temporaryFolder();
    const port = await start(process.execPath, [script(folder, 'a.js')]);
    const policy = parsePolicy(learn(await lookAt(port)), 'ports.yaml');
    const compare = async (): Promise<readonly string[]> =>
      checkPolicy(policy, await lookAt(port)).differences.map(({ kind }) => kind);
    expect(await compare()).toEqual([]);
    await end();
    await start(process.execPath, [script(folder, 'a.js')], { port });
    expect(await compare()).toEqual([]);
    await end();
    await start(process.execPath, [script(folder, 'b.js')], { port });
    // The port is a passing one, which the policy knows by its program: another is not "replaced" but new.
    expect(await compare()).toEqual(['unexpected']);
  });
});

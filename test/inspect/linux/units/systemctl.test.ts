import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { askSystemd, systemdRunning } from '../../../../src/inspect/linux/units/systemctl.ts';
import { shownByUbuntu } from './systemctl-samples.ts';

let folder = '';
const pathBefore = process.env['PATH'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reeve-systemctl-'));
  process.env['PATH'] = `${folder}:${pathBefore ?? ''}`;
});

afterEach(() => {
  process.env['PATH'] = pathBefore;
  rmSync(folder, { recursive: true, force: true });
});

/** A `systemctl` that comes first on PATH. */
function fakeSystemctl(script: string): void {
  const file = join(folder, 'systemctl');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

describe('askSystemd with a systemctl of the test’s own', () => {
  test('asks once for units and sockets, and leaves out what is no unit’s name', async () => {
    writeFileSync(join(folder, 'answer'), shownByUbuntu);
    fakeSystemctl(`printf '%s\\n' "$@" > '${folder}/args'; cat '${folder}/answer'`);
    const answer = await askSystemd({
      units: ['nginx.service', 'nginx.service', '--force', 'no unit', 'ssh.service'],
    });
    const args = readFileSync(join(folder, 'args'), 'utf8').trim().split('\n');
    expect(args.slice(args.indexOf('--') + 1)).toEqual(['nginx.service', 'ssh.service', '*.socket']);
    expect(args).not.toContain('--user');
    expect(answer.notes).toEqual([]);
    expect(answer.units.get('nginx.service')?.mainPid).toBe(812);
    expect(answer.sockets.map(({ name }) => name)).toEqual(['ssh.socket', 'tftpd.socket']);
  });

  test('asks the manager of a user', async () => {
    fakeSystemctl(`printf '%s\\n' "$@" > '${folder}/args'`);
    await askSystemd({ units: [], userManager: process.getuid?.() ?? 0 });
    expect(readFileSync(join(folder, 'args'), 'utf8')).toMatch(/^--user\nshow\n/);
    await askSystemd({ units: [], userManager: 4242 });
    expect(readFileSync(join(folder, 'args'), 'utf8')).toMatch(/^--user\n--machine=4242@\.host\nshow\n/);
  });

  test('one that hangs with a child of its own is ended, and said so', async () => {
    fakeSystemctl(`sleep 600 & echo $! > '${folder}/pid'; wait`);
    const answer = await askSystemd({ units: ['a.service'], timeoutMs: 400 });
    expect(answer.units.size).toBe(0);
    expect(answer.notes.join()).toMatch(/did not answer in time/);
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    await expect.poll(() => alive(pid)).toBe(false);
  });

  test('one that prints garbage', async () => {
    fakeSystemctl(`head -c 20000 /dev/urandom | tr '=' '.'`);
    const answer = await askSystemd({ units: [] });
    expect(answer.units.size).toBe(0);
    expect(answer.notes.join()).toMatch(/lines of systemctl's answer could not be read/);
  });

  test('one that never stops printing', async () => {
    fakeSystemctl('yes Id=a.service');
    const answer = await askSystemd({ units: [], timeoutMs: 20_000 });
    expect(answer.notes.join()).toMatch(/answered too much/);
  });

  test.each([
    [
      'exit 1 with a reason',
      "echo 'Failed to connect to bus: Host is down' >&2; exit 1",
      /systemctl failed \(Failed to connect to bus/,
    ],
    ['refused', "echo 'Access denied' >&2; exit 4", /systemctl was not permitted/],
    ['ended by a signal', 'kill -9 $$', /systemctl failed \(ended by SIGKILL\)/],
  ])('%s', async (_, script, note) => {
    fakeSystemctl(script);
    expect((await askSystemd({ units: [] })).notes.join()).toMatch(note);
  });

  test('none installed', async () => {
    const answer = await askSystemd({
      units: [],
      ask: () => Promise.resolve({ ok: false, why: 'missing', detail: 'spawn systemctl ENOENT' }),
    });
    expect(answer.notes.join()).toMatch(/systemctl is not installed/);
  });
});

test('systemd runs where /run/systemd/system is', () => {
  expect(systemdRunning(folder)).toBe(false);
  mkdirSync(join(folder, 'run/systemd/system'), { recursive: true });
  expect(systemdRunning(folder)).toBe(true);
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

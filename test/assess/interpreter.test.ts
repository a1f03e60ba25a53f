import { describe, expect, test } from 'vitest';
import {
  interprets,
  isCarrier,
  isInterpreter,
  runsInline,
  scriptPlace,
} from '../../src/assess/interpreter.ts';
import { owner } from './machine.ts';

test.each([
  ['/usr/bin/python3.11', true],
  ['/usr/bin/node', true],
  ['C:\\node\\node.exe', true],
  ['/usr/lib/jvm/java-17/bin/java', true],
  ['/usr/bin/pythonista', false],
  ['/usr/sbin/nginx', false],
])('%s is an interpreter: %s', (file, expected) => {
  expect(isInterpreter(file)).toBe(expected);
});

test('the inspection knows better than the name', () => {
  expect(interprets(owner('/opt/x', { interpreter: 'uwsgi' }))).toBe(true);
  expect(interprets(owner('/bin/busybox', { interpreter: 'busybox' }))).toBe(false);
  expect(interprets(owner(null, { comm: 'python3' }))).toBe(true);
});

test.each([
  ['/bin/busybox', true],
  ['/lib64/ld-linux-x86-64.so.2', true],
  ['/usr/bin/qemu-aarch64-static', true],
  ['/usr/bin/qemu-system-x86_64', false],
  ['/usr/bin/x', false],
])('%s carries others: %s', (file, expected) => {
  expect(isCarrier(file)).toBe(expected);
});

describe('runsInline', () => {
  test.each([
    [['python3', '-c', 'import socket'], true],
    [['python3', '-Ic', 'import socket'], true],
    [['python3', 'x.py', '-c', 'y'], false],
    [['python3', '-m', 'http.server'], false],
    [['python3', '-c', 'from multiprocessing.spawn import spawn_main'], false],
    [['python3'], false],
  ])('%j: %s', (cmdline, expected) => {
    expect(runsInline(owner('/usr/bin/python3', { cmdline }))).toBe(expected);
  });

  test('options of other programs that look alike', () => {
    expect(runsInline(owner('/usr/bin/java', { cmdline: ['java', '-e', 'x'] }))).toBe(false);
    expect(runsInline(owner('/usr/bin/php', { cmdline: ['php', '-r', 'x'] }))).toBe(true);
    expect(runsInline(owner('/usr/bin/node', { cmdline: ['node', '--eval', 'x'] }))).toBe(true);
  });

  test('as the inspection says it', () => {
    expect(runsInline(owner('/usr/bin/perl', { runs: 'inline code' }))).toBe(true);
    const worker = ['python3', '-c', 'from multiprocessing.forkserver import main'];
    expect(runsInline(owner('/usr/bin/python3', { runs: 'inline code', cmdline: worker }))).toBe(false);
  });
});

test.each([
  [{ runs: '/srv/a.js', cwd: '/' }, '/srv/a.js'],
  [{ runs: 'a.js', cwd: '/srv/app' }, '/srv/app/a.js'],
  [{ runs: '../b/./a.py', cwd: '/srv/app' }, '/srv/b/a.py'],
  [{ runs: 'a.js', cwd: '/srv', runsFile: '/data/a.js' }, '/data/a.js'],
  [{ runs: '/usr/bin/gunicorn shop:app', cwd: '/srv' }, '/usr/bin/gunicorn'],
  [{ runs: 'http.server', cwd: '/srv' }, null],
  [{ runs: 'kafka.Kafka', cwd: '/srv' }, null],
  [{ runs: 'a.js', cwd: null }, null],
  [{ runs: null, cwd: '/srv' }, null],
])('the script of %j lies at %s', (given, path) => {
  expect(scriptPlace(owner('/usr/bin/x', given))?.path ?? null).toBe(path);
});

import { describe, expect, test } from 'vitest';
import { baseName, placeOf } from '../../src/assess/place.ts';

describe('placeOf', () => {
  test.each([
    ['/usr/sbin/sshd', 'system', null],
    ['/bin/busybox', 'system', null],
    ['/lib64/ld-linux-x86-64.so.2', 'system', null],
    ['/usr/local/bin/x', 'installed', null],
    ['/opt/x/x', 'installed', null],
    ['/nix/store/x/bin/x', 'installed', null],
    ['/snap/x/1/x', 'installed', null],
    ['/home/linuxbrew/.linuxbrew/bin/x', 'installed', null],
    ['/var/lib/rancher/k3s/data/0/bin/k3s', 'installed', null],
    ['/tmp/x', 'temporary', null],
    ['/tmp', 'other', null],
    ['/tmpx/x', 'other', null],
    ['/var/tmp/x', 'temporary', null],
    ['/dev/shm/x', 'temporary', null],
    ['/private/var/folders/ab/cd/T/x', 'temporary', null],
    ['/memfd:x', 'memory', null],
    ['/home/ann/x', 'home', 'ann'],
    ['/root/x', 'home', 'root'],
    ['/Users/ann/x', 'home', 'ann'],
    ['/var/www/x', 'other', null],
    ['/x', 'other', null],
    ['', 'other', null],
    ['C:\\Windows\\System32\\x.exe', 'system', null],
    ['C:\\Windows\\Temp\\x.exe', 'temporary', null],
    ['c:\\program files (x86)\\x\\x.exe', 'installed', null],
    ['C:\\Users\\ann\\x.exe', 'home', 'ann'],
    ['C:\\Users\\ann\\AppData\\Local\\Temp\\x.exe', 'temporary', null],
  ])('%s is %s', (path, kind, user) => {
    expect(placeOf(path)).toMatchObject({ kind, user, path });
  });

  test.each([
    ['/home/ann/x', false],
    ['/home/ann/.x/y', true],
    ['/home/ann/.cache/y', true],
    ['/home/ann/.cache/ms-playwright/chrome', false],
    ['/home/ann/work/node_modules/.cache/mongodb/mongod', false],
    ['/home/ann/.config/dbus/y', true],
    ['/home/ann/.config/Code/y', false],
    ['/home/ann/.nvm/versions/node/v20/bin/node', false],
    ['/home/ann/work/.venv/bin/python', false],
    ['/home/ann/work/.venv-3.12/bin/python', false],
    ['/home/ann/.nvm/.../y', true],
    ['/home/ann/.bashrc', false],
    ['/opt/.x/y', false],
  ])('%s is hidden: %s', (path, hidden) => {
    expect(placeOf(path).hidden).toBe(hidden);
  });
});

test.each([
  ['/usr/bin/x', 'x'],
  ['C:\\a\\x.exe', 'x.exe'],
  ['x', 'x'],
  ['/', '/'],
  ['', ''],
])('baseName of %s is %s', (path, name) => {
  expect(baseName(path)).toBe(name);
});

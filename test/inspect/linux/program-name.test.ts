import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { programName } from '../../../src/inspect/linux/program-name.ts';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'reeve-name-')));
const exe = path.join(folder, 'tool');
writeFileSync(exe, '');
symlinkSync('tool', path.join(folder, 'tool-server'));
symlinkSync('/bin/sh', path.join(folder, 'other'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['its own name', 'tool', 'tool'],
  ['a link beside it to itself', 'tool-server', 'tool-server'],
  ['a link to something else', 'other', 'tool'],
  ['a name it gave itself', 'sshd', 'tool'],
  ['a path', '../tool', 'tool'],
  ['no name', '', 'tool'],
])('%s', (_, comm, expected) => {
  expect(programName({ exe, comm })).toBe(expected);
});

test('a hidden executable has no name', () => {
  expect(programName({ exe: null, comm: 'sshd' })).toBeNull();
});

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Runs one of the project's own checks; its whole output is the failure's message. */
function check(...words: readonly [string, ...string[]]): {
  readonly status: number | null;
  readonly said: string;
} {
  const [name, ...args] = words;
  const { status, stdout, stderr } = spawnSync(path.join(root, 'node_modules/.bin', name), args, {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
}

describe('the checks of `npm run ok`', () => {
  test.each<readonly [string, readonly [string, ...string[]]]>([
    ['types', ['tsc', '--noEmit', '-p', '.']],
    ['lint', ['oxlint', '--type-aware', '--deny-warnings']],
    ['format', ['biome', 'format', '.']],
    ['dead code', ['knip']],
  ])('%s', (_, command) => {
    const { status, said } = check(...command);
    expect(status, said).toBe(0);
  });
});

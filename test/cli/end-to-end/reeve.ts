import { spawnSync } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');
export const entry = path.join(root, 'dist/reeve.cjs');

export interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly cwd?: string;
  readonly input?: string;
}

/** Runs the built command to its end, without a terminal, 80 columns wide. */
export function reeve(args: readonly string[], { env = {}, uid, cwd, input }: RunOptions = {}): Run {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [entry, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    timeout: 60_000,
    env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '', COLUMNS: '80', ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(input === undefined ? {} : { input }),
  });
  if (error !== undefined) throw error;
  return { status, out: stdout, err: stderr };
}

/** As `reeve`, with `--json`, parsed. */
export function reeveJson(
  args: readonly string[],
  options: RunOptions = {},
): { readonly status: number | null; readonly document: unknown } {
  const { status, out } = reeve([...args, '--json'], options);
  return { status, document: JSON.parse(out) };
}

import { closeSync, fstatSync, openSync } from 'node:fs';
import type { ExitCode } from '../core/errors.ts';
import { fail } from '../core/errors.ts';
import { channelVariable } from '../split/index.ts';
import { agentPlace } from './client/index.ts';
import { hookSettings } from './hooks/index.ts';
import { takeInstanceLock } from './running/instance-lock.ts';
import { type AgentStarting, type SecretFile, secretFiles } from './settings.ts';
import { startPrivileged } from './split/index.ts';

/**
 * All rings together: they are resident memory from the first moment. It takes half a second of 10,000 packets a second,
 * more than any machine at rest sees; what does not fit is counted and told.
 */
const ringBytes = 4 << 20;

/** The agent runs for months with little to do: a small nursery, and memory before speed where code is seldom run. */
const nodeOptions = ['--max-semi-space-size=1', '--v8-pool-size=1'];

const exitCodes: readonly number[] = [0, 1, 2, 3, 4, 5];

/**
 * `reeve up`: becomes the privileged process and its agent, or the agent alone where there are no privileges. Called in
 * both; whatever takes the rights of who started it is opened by the first and handed to the second.
 * @returns the exit code
 */
export async function up(starting: AgentStarting): Promise<ExitCode> {
  const { settings, env } = starting;
  // Said now, to who typed it.
  hookSettings(settings.hooks);
  const first = env[channelVariable] === undefined;
  const place = first ? agentPlace(env) : null;
  const lock = place === null ? null : lockAt(place.socket);
  const given = secretFiles.filter((file) => settings.files[file] !== null);
  const started = await startPrivileged({
    watch: settings.watch,
    interfaces: settings.interfaces,
    ringBytes,
    user: settings.user,
    socket: place?.socket ?? null,
    lock,
    files: first ? given.map((file) => openFile(file, settings.files[file] ?? '')) : [],
    prepare: starting.prepare,
    nodeOptions,
  });
  if (started.role === 'helper')
    return exitCodes.find((one): one is ExitCode => one === started.exitCode) ?? 5;
  const { privileged } = started;
  const files = new Map(given.map((file, index) => [file, privileged.granted.files[index]]));
  try {
    const { run } = await import('./running/run.ts');
    return await run(starting, privileged, (file) => files.get(file) ?? null);
  } finally {
    privileged.close();
    for (const fd of files.values()) if (fd !== undefined) closeSync(fd);
  }
}

/** Where no lock can be made there can be no socket either, which is said then; pages are served all the same. */
function lockAt(socket: string): number | null {
  try {
    return takeInstanceLock(socket);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOENT') return null;
    throw error;
  }
}

function openFile(file: SecretFile, name: string): number {
  try {
    const fd = openSync(name, file === 'log' ? 'a' : 'r', 0o600);
    if (!fstatSync(fd).isDirectory()) return fd;
    closeSync(fd);
    throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw fail(
      'FILE_UNREADABLE',
      {
        asked: `${optionOf[file]} ${name}`,
        found: plainly[code] ?? (error instanceof Error ? error.message : String(error)),
        todo: 'Check the path and its permissions',
      },
      error,
    );
  }
}

const optionOf: Readonly<Record<SecretFile, string>> = {
  token: '--token-file',
  tlsCert: '--tls-cert',
  tlsKey: '--tls-key',
  clientCa: '--client-ca',
  webhookSecret: '--webhook-secret-file',
  log: '--log',
};

const plainly: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'it may not be opened by who runs this',
  EISDIR: 'it is a folder',
};

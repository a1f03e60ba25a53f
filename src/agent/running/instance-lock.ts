import { ftruncateSync, mkdirSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { agentLock } from '../../core/agent-place.ts';
import { fail } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import { lockFile } from '../../sys/file-lock.ts';

/**
 * One agent a socket. The kernel holds the lock for the processes that have its file open, so that it ends with them
 * however they end; what is written in it only serves to say who has it.
 */
export function takeInstanceLock(socket: string): number {
  const place = agentLock(socket);
  mkdirSync(path.dirname(place), { recursive: true, mode: process.getuid?.() === 0 ? 0o755 : 0o700 });
  const fd = lockFile(place);
  if (fd === null) throw isRunning(socket, heldBy(place));
  return fd;
}

/** To be read by who finds it taken. */
export function writeInstance(fd: number, pid: number, addresses: readonly string[]): void {
  ftruncateSync(fd, 0);
  writeSync(fd, `${JSON.stringify({ pid, addresses })}\n`, 0);
}

function heldBy(place: string): string {
  try {
    const { pid, addresses } = JSON.parse(readFileSync(place, 'utf8').slice(0, 4096)) as {
      pid?: unknown;
      addresses?: unknown;
    };
    const where = Array.isArray(addresses) ? addresses.map(String).join(', ') : '';
    const who = typeof pid === 'number' ? `process ${pid}` : 'a process';
    return harmless(where === '' ? who : `${who}, ${where}`);
  } catch {
    return 'a process that has just begun';
  }
}

const isRunning = (socket: string, who: string) =>
  fail('AGENT_RUNNING', {
    asked: 'to start the agent',
    found: `it runs already (${who})`,
    todo: `Stop that one first, or name another place for its socket than ${socket} by REEVE_SOCKET`,
  });

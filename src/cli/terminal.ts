import { spawnSync } from 'node:child_process';
import { leaveScreen } from './screen.ts';

/**
 * Keeps in mind how the terminal was, for who starts a program that takes it over: where that is killed, nobody else
 * gives the terminal back.
 */
export function keepingTerminal(): { readonly restore: (exitCode: number) => void } {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return { restore: () => undefined };
  const { status, stdout: saved } = spawnSync('stty', ['-g'], {
    stdio: ['inherit', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  return {
    restore: (exitCode) => {
      // 128 and more: a signal ended it.
      if (exitCode < 128) return;
      stdout.write(leaveScreen);
      if (status === 0) spawnSync('stty', [saved.trim()], { stdio: ['inherit', 'ignore', 'ignore'] });
    },
  };
}

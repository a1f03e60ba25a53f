import { declare, errno, sysError } from './libc.ts';

const setFlags = 2;

const execve = declare('int execve(const char *path, const char **arguments, const char **environment)');
const fcntl = declare('int fcntl(int fd, int command, int argument)');

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Descriptors that it inherits, besides standard input and output. */
  readonly keep: readonly number[];
}

/**
 * Goes on as another program in the same process (execve(2)): same pid, same terminal, same parent, and in all its
 * threads only what this thread holds of capabilities.
 * @throws ReeveError where the kernel refuses; else it does not return
 */
export function becomeProgram({ file, args, env, keep }: Program): never {
  // The runtime marks them to be closed.
  for (const fd of [0, 1, 2, ...keep]) fcntl(fd, setFlags, 0);
  const environment = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  execve(file, [file, ...args, null], [...environment, null]);
  throw sysError(`to go on as ${file}`, errno());
}

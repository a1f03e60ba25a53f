import { createRequire } from 'node:module';
import { constants } from 'node:os';
import type * as Koffi from 'koffi';
import { fail, type ReeveError } from '../core/errors.ts';

// A require at the first use: a command that makes no system call never loads the native part.
const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;

const soname = process.platform === 'linux' ? 'libc.so.6' : null;
const library = koffi.load(soname ?? 'libc');

/** Declares a C function of libc, once per module: `const close = declare('int close(int fd)')`. */
export const declare = (prototype: string): Koffi.KoffiFunc<(...args: unknown[]) => number> =>
  library.func(prototype);

/** The address of a buffer's bytes; it stays valid while the buffer is referenced and not resized. */
export const addressOf = (bytes: Uint8Array<ArrayBuffer>): bigint => koffi.address(bytes);

/** The errno of the last call of this thread; read it before anything else runs. */
export const errno = (): number => koffi.errno();

const nameOfErrno = new Map(Object.entries(constants.errno).map(([name, value]) => [value, name]));

/** `EPERM`, or `errno 524` for one without a name here. */
export const errnoName = (code: number): string => nameOfErrno.get(code) ?? `errno ${code}`;

/** The error of a failed system call; `found` carries the errno's name, the code tells a refusal apart. */
export function sysError(what: string, code: number): ReeveError {
  const name = errnoName(code);
  const refused = name === 'EPERM' || name === 'EACCES';
  return fail(refused ? 'NOT_PERMITTED' : 'SYSTEM_CALL_FAILED', {
    asked: what,
    found: refused ? `the kernel did not permit it (${name})` : `the kernel answered ${name}`,
    ...(refused ? { todo: 'Run it as root or grant the capability named in docs/privileges.md' } : {}),
  });
}

/** `result` when it is not negative, else throws the `sysError` of the present errno. */
export function checked(result: number, what: string): number {
  if (result < 0) throw sysError(what, errno());
  return result;
}

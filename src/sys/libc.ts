import { createRequire } from 'node:module';
import { constants } from 'node:os';
import type * as Koffi from 'koffi';
import { fail, type ReeveError } from '../core/errors.ts';

/** A C function; what it gives is a number, what it takes is checked by koffi. */
export type CFunction = (...args: unknown[]) => number;

interface Native {
  readonly koffi: typeof Koffi;
  readonly library: Koffi.LibraryHandle;
}

let loaded: Native | null = null;

/** Loaded at the first call, so that a command which makes no system call never loads the native part. */
function native(): Native {
  loaded ??= loadNative();
  return loaded;
}

function loadNative(): Native {
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
    return { koffi, library: koffi.load(process.platform === 'linux' ? 'libc.so.6' : 'libc') };
  } catch (error) {
    throw fail(
      'PLATFORM_UNSUPPORTED',
      {
        asked: 'a system call',
        found: 'koffi or the C library could not be loaded here',
        todo: 'Install portreeve again with its dependency koffi; musl is not supported yet',
      },
      error,
    );
  }
}

/**
 * Declares a C function of libc, once per module: `const close = declare('int close(int fd)')`.
 * @throws ReeveError `PLATFORM_UNSUPPORTED`, at the first call, where there is no native part
 */
export function declare(prototype: string): CFunction {
  let call: CFunction | null = null;
  return (...args) => {
    call ??= native().library.func(prototype) as CFunction;
    return call(...args);
  };
}

/** The address of a buffer's bytes; it stays valid while the buffer is referenced and not resized. */
export const addressOf = (bytes: Uint8Array<ArrayBuffer>): bigint => native().koffi.address(bytes);

/** The bytes at an address, seen without copying: they are the mapping itself, and must not be touched once it is gone. */
export const memoryAt = (address: bigint, size: number): ArrayBuffer => native().koffi.view(address, size);

export interface Readiness {
  stop: () => void;
}

/**
 * Calls `ready` whenever the descriptor can be read, from the event loop itself (uv_poll); with false where it
 * reports an error instead, after which it is no longer looked at. Null where the runtime has no such way.
 */
export function whenReadable(fd: number, ready: (readable: boolean) => void): Readiness | null {
  const poll = (native().koffi.node as Partial<typeof Koffi.node> | undefined)?.poll;
  if (poll === undefined) return null;
  // koffi hands over libuv's status before the events that its types declare.
  const onEvent: unknown = (status: number) => ready(status === 0);
  const handle = poll(fd, { readable: true }, onEvent as () => void);
  return { stop: () => handle.close() };
}

/** The errno of the last call of this thread; read it before anything else runs. */
export const errno = (): number => native().koffi.errno();

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

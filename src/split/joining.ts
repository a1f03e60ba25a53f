import { Socket } from 'node:net';
import { fail } from '../core/errors.ts';
import { channelVariable } from './spawn.ts';

/** Makes the error of an unprivileged part that has no privileged one. */
export type NoHelper = (found: string) => Error;

/** @param part such as `watch`; it is what a person types after `reeve`, too, where `command` is not given */
export const noHelperOf =
  (part: string, command = part): NoHelper =>
  (found) =>
    fail('INTERNAL', {
      asked: `to join the privileged part of the ${part}`,
      found,
      todo: `Start reeve ${command} without REEVE_HELPER_FD`,
    });

/** The channel's descriptor, where this process was started by the privileged one; whoever sets it by hand gains nothing. */
export function helperDescriptor(): number | null {
  const text = process.env[channelVariable];
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : null;
}

/** The first message of the privileged part, for which the other one waits a while. */
export class Granting<Grant> {
  resolve: (grant: Grant) => void = () => undefined;
  reject: (reason: string) => void = () => undefined;
  readonly promise: Promise<Grant>;

  constructor(patienceMs: number, noHelper: NoHelper) {
    const promise = new Promise<Grant>((resolve, reject) => {
      const timer = setTimeout(() => this.reject('it said nothing'), patienceMs);
      this.resolve = (grant) => {
        clearTimeout(timer);
        resolve(grant);
      };
      this.reject = (reason) => {
        clearTimeout(timer);
        reject(noHelper(reason));
      };
    });
    // It may fail after it was awaited for the last time.
    promise.catch(() => undefined);
    this.promise = promise;
  }
}

/** @throws what `noHelper` makes, where the descriptor is no socket */
export function connectHelper(fd: number, noHelper: NoHelper): Socket {
  try {
    return new Socket({ fd, readable: true, writable: true });
  } catch {
    throw noHelper(`descriptor ${fd} is no socket`);
  }
}

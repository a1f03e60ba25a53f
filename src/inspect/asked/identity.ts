import { createHash } from 'node:crypto';

/** Stands where a system knows no such number: user ids on Windows, descriptors that nobody named. */
export const unknownNumber = -1;

const hashBits = 21;

/**
 * A number for a socket where the system gives none: the same as long as the same process keeps the socket, another
 * after a restart, and lower for the elder process. Exact as a number (31 bits of seconds, 21 of a hash), never 0.
 */
export function socketIdentity(startedAt: string | null, parts: readonly (string | number | null)[]): number {
  const seconds = startedAt === null ? 0 : Math.floor(Date.parse(startedAt) / 1000);
  const clock = Number.isSafeInteger(seconds) ? Math.min(Math.max(seconds, 0), 2 ** 31 - 1) : 0;
  const digest = createHash('sha1').update(JSON.stringify(parts)).digest();
  return clock * 2 ** hashBits + (digest.readUInt32BE(0) % (2 ** hashBits - 1)) + 1;
}

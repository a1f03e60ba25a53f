import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** 256 bits that nobody guesses, for addresses and cookies. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Whether a token is among those with these SHA-256 in hex. All are compared, each in constant time. */
export function tokenCheck(hashes: readonly string[]): (token: string) => boolean {
  const wanted = hashes.map((hash) => Buffer.from(hash, 'hex')).filter(({ length }) => length === 32);
  return (token) => {
    const given = digest(token);
    return wanted.reduce((found, one) => timingSafeEqual(one, given) || found, false);
  };
}

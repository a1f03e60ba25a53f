import { createHmac } from 'node:crypto';

/**
 * `t=SECONDS,v1=HEX`: HMAC-SHA256 with the secret over `SECONDS.BODY`. Who receives it works it out again, compares in
 * constant time, and refuses what is older than some minutes, so that nobody can send it a second time.
 */
export const signature = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

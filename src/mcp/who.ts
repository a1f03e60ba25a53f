import { type Who, whoByRange } from '../core/who.ts';
import { rangeOf } from '../watch/index.ts';

/** Without asking anybody. */
export const rangeOnly = (address: string): Who => whoByRange(rangeOf(address));

import type { Who } from '../core/who.ts';
import { rangeOf } from '../watch/index.ts';

/** What an address says by itself: nobody is asked, as a question tells somebody that we ask. */
export const rangeOnly = (address: string): Who => ({
  range: rangeOf(address),
  list: null,
  country: null,
  asn: null,
  organisation: null,
  name: null,
  nameConfirmed: null,
  abuse: null,
});

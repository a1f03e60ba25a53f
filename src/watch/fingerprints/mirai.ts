import { known } from '../record.ts';

/** sequence = destination. The caller has seen that it is IPv4. */
export const signMiraiRelation = (has: number, destination: number, sequence: number): boolean =>
  destination === sequence && (has & known.sequence) !== 0;

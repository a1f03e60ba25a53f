import { shape } from '../record.ts';
import { actionBits, atShape } from '../record-words.ts';
import { auditedBit, hotAllowed } from './source-layout.ts';

/** Counts what the firewall did; an audited packet (both bits) is let through unless its second line says blocked. */
export function countAction(
  hot: Int32Array,
  h: number,
  words: Uint32Array,
  at: number,
  again: boolean,
): void {
  const action = (words[at + atShape] as number) & actionBits;
  if (action === 0) return;
  const allowed = hot[h + hotAllowed] as number;
  if ((action & shape.allowed) !== 0) {
    const audited = (action & shape.blocked) === 0 ? 0 : auditedBit;
    hot[h + hotAllowed] = (allowed + 1) | audited;
  } else if (again && allowed < 0 && (allowed & ~auditedBit) > 0) hot[h + hotAllowed] = allowed - 1;
}

import { known, optionKind } from '../record.ts';
import { optionLayout } from './fields.ts';
import { sign } from './sign-bits.ts';

const { mss, nop, windowScale, sackOk, timestamp } = optionKind;
const linux = optionLayout(mss, sackOk, timestamp, nop, windowScale);
const windows = optionLayout(mss, nop, windowScale, nop, nop, sackOk);
const windowsXp = optionLayout(mss, nop, nop, sackOk);
const freeBsd = optionLayout(mss, nop, windowScale, sackOk, timestamp);
const apple = optionLayout(mss, nop, windowScale, nop, nop, timestamp, sackOk);
const openBsd = optionLayout(mss, nop, nop, sackOk, nop, windowScale, nop, nop, timestamp);

/** The bit of the system family whose kernel orders its options so; 0 where none does. */
export function kernelSign(has: number, kinds: number, header: number): number {
  if ((has & known.optionKinds) === 0) return header >= 28 ? 1 << sign.kernelUnread : 0;
  if (kinds === linux) return 1 << sign.kernelLinux;
  if (kinds === windows || kinds === windowsXp) return 1 << sign.kernelWindows;
  return kinds === apple || kinds === freeBsd || kinds === openBsd ? 1 << sign.kernelBsd : 0;
}

import { known } from '../record.ts';
import { share, signsSeen, synsTried } from './evidence.ts';
import type { ToolRule } from './rule.ts';

/** Half of the sequence number is zero; with window 14600 in a bare header, for with options it is an old Linux. */
export const signHajimeSequence = (has: number, sequence: number): boolean =>
  (has & known.sequence) !== 0 && ((sequence & 0xffff) === 0 || sequence >>> 16 === 0);

const rule: ToolRule = {
  name: 'hajime-window',
  tool: 'hajime',
  era: 'since 2016',
  needs: known.window | known.sequence | known.flags,
  chance: '2^-15 a packet that has this window',
  level: 'possible',
  // One public parser of background radiation has it, no primary source: hence no more than possible.
  sources: [],
  judge(summary) {
    const seen = signsSeen(summary, 'hajimeWindow');
    if (seen < 2 || seen < synsTried(summary) * 0.2) return null;
    return {
      version: null,
      level: 'possible',
      chance: null,
      packets: seen,
      because: [
        `Window 14600 in a header without options, half of the sequence number zero, in ${share(seen, synsTried(summary))}.`,
      ],
    };
  },
};

export const hajimeRules: readonly ToolRule[] = [rule];

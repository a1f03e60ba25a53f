import { known, optionKind } from '../record.ts';
import type { SourceSummary } from '../source-summary.ts';
import { differentValues, pairsSeen, share, signsSeen, synSamples, synsTried } from './evidence.ts';
import { optionLayout } from './fields.ts';
import type { ToolRule } from './rule.ts';
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

const families = [
  { seen: 'kernelLinux', name: 'Linux' },
  { seen: 'kernelWindows', name: 'Windows' },
  { seen: 'kernelBsd', name: 'macOS or a BSD' },
] as const;

const sourcesOfLayouts = [
  'https://github.com/p0f/p0f/blob/master/p0f.fp',
  'https://github.com/torvalds/linux/blob/master/net/ipv4/tcp_output.c',
];

const options: ToolRule = {
  name: 'kernel-options',
  tool: 'kernel connect',
  era: 'Linux, Windows, macOS and the BSDs',
  needs: known.optionKinds | known.flags,
  chance: 'none stated',
  level: 'likely',
  sources: sourcesOfLayouts,
  judge(summary) {
    const [best] = families
      .map(({ seen, name }) => ({ name, packets: signsSeen(summary, seen) }))
      .toSorted((one, other) => other.packets - one.packets);
    const tried = synsTried(summary);
    if (best === undefined || best.packets === 0 || best.packets < tried * 0.05) return null;
    const because = [
      `Options in the order of ${best.name}, as connect() sends them, in ${share(best.packets, tried)}; which program called it cannot be seen.`,
    ];
    const again = Math.max(pairsSeen(summary, 'retransmission'), summary.retries);
    if (again > 0) because.push(`${again} repeated packets, as a kernel tries again.`);
    return {
      version: best.name === 'Linux' ? linuxVersion(summary) : best.name,
      level: 'likely',
      chance: null,
      packets: best.packets,
      because,
    };
  },
};

const unread: ToolRule = {
  name: 'kernel-form',
  tool: 'kernel connect',
  era: 'any kernel that sets DF',
  needs: known.length | known.fragment | known.flags,
  chance: 'none stated',
  level: 'possible',
  sources: sourcesOfLayouts,
  judge(summary) {
    const seen = signsSeen(summary, 'kernelUnread');
    const tried = synsTried(summary);
    if (seen === 0 || seen < tried * 0.05) return null;
    return {
      version: null,
      level: 'possible',
      chance: null,
      packets: seen,
      because: [
        `DF and a header with options in ${share(seen, tried)}; the options themselves are not in this input.`,
      ],
    };
  },
};

/** By the first window, where it is a default of old: 5840 (three segments and more) or newer ones of ten and more. */
function linuxVersion(summary: SourceSummary): string {
  const windows = differentValues(synSamples(summary).map(({ window }) => window));
  if (windows.length > 0 && windows.every((window) => window === 5840)) return 'Linux 2.6 or older';
  return windows.some((window) => window >= 29_200) ? 'Linux 3.x or newer' : 'Linux';
}

export const kernelRules: readonly ToolRule[] = [options, unread];

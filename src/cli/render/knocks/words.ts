import type { Certainty, Distinct, KnockKind, Scan, ToolVerdict } from '../../../core/knock.ts';
import type { ProbeProtocol } from '../../../core/probe.ts';
import type { Paint } from '../style.ts';
import { counted, thousands } from '../text.ts';

const kinds: Readonly<Record<KnockKind, readonly [one: string, many: string]>> = {
  'port-scan': ['port scan', 'port scans'],
  'host-sweep': ['host sweep', 'host sweeps'],
  'block-scan': ['block scan', 'block scans'],
  probe: ['probe', 'probes'],
  misdirected: ['misdirected', 'misdirected clients'],
  'decoy-scan': ['decoy scan', 'decoy scans'],
  campaign: ['campaign', 'campaigns'],
};

export const kindWord = (kind: KnockKind): string => kinds[kind][0];

/** `3 port scans`, `1 misdirected client`. */
export const countedKind = (kind: KnockKind, count: number): string => {
  const [one, many] = kinds[kind];
  return counted(count, kind === 'misdirected' ? 'misdirected client' : one, many);
};

/** A scan as opposed to a single probe or a client that has the wrong address. */
export const isScan = ({ kind }: Pick<Scan, 'kind'>): boolean => kind !== 'probe' && kind !== 'misdirected';

interface Mark {
  readonly sign: string;
  readonly hue: keyof Paint;
}

/** Shape and colour, so that nothing rests on hue alone. */
export const markOf = ({ kind }: Pick<Scan, 'kind'>): Mark => {
  if (kind === 'probe') return { sign: '○', hue: 'cyan' };
  if (kind === 'misdirected') return { sign: '~', hue: 'green' };
  return { sign: '▲', hue: 'yellow' };
};

/** `nmap, proven`; `unknown` where nothing tells the tool. */
export const toolWord = ({ name, level }: ToolVerdict): string =>
  name === null ? 'unknown' : `${name}, ${level}`;

const strength: readonly Certainty[] = ['proven', 'likely', 'possible', 'unknown'];
export const strongest = (levels: readonly Certainty[]): Certainty =>
  strength.find((level) => levels.includes(level)) ?? 'unknown';

/** A chance as one can grasp it: `1 in 65,536`, `1 in 10^12`. */
export function chanceWord(chance: number): string {
  if (!(chance > 0)) return 'practically never';
  if (chance >= 0.1) return `${Math.round(chance * 100)} in 100`;
  return chance > 1e-9
    ? `1 in ${thousands(Math.round(1 / chance))}`
    : `1 in 10^${Math.floor(-Math.log10(chance))}`;
}

export const protocolWord = (transport: ProbeProtocol): string =>
  transport.startsWith('proto-') ? `IP protocol ${transport.slice(6)}` : transport.toUpperCase();

/** `about` where it was estimated. */
export const distinctWord = ({ count, exact }: Distinct, one: string, many?: string): string =>
  `${exact ? '' : 'about '}${counted(count, one, many)}`;

import type { Certainty, KnockKind, Scan } from '../../core/knock.ts';

/** What a reader should see first. Kinds weigh most, then how sure the tool is, then how much there was of it. */
const kindWeights: Readonly<Record<KnockKind, number>> = {
  'decoy-scan': 70,
  'block-scan': 65,
  'port-scan': 60,
  campaign: 55,
  'host-sweep': 50,
  probe: 20,
  misdirected: 10,
};

const toolWeights: Readonly<Record<Certainty, number>> = { proven: 8, likely: 6, possible: 2, unknown: 0 };

const weightOf = ({ kind, tool, packets, sourceCount }: Scan): number =>
  kindWeights[kind] + toolWeights[tool.level] + Math.log2(1 + packets) + Math.log2(sourceCount);

/** The weightiest first; equals by address and protocol, so that the order says nothing of the input's. */
export function byWeight(scans: readonly Scan[]): readonly Scan[] {
  const weighed = scans.map((scan) => ({ scan, weight: weightOf(scan), name: nameOf(scan) }));
  weighed.sort(
    (a, b) => b.weight - a.weight || compareText(a.name, b.name) || (a.scan.first ?? 0) - (b.scan.first ?? 0),
  );
  return weighed.map(({ scan }) => scan);
}

const nameOf = ({ source, sources, transport }: Scan): string => `${source ?? sources[0] ?? ''} ${transport}`;

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

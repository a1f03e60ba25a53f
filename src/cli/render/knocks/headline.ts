import { type Certainty, type KnockKind, knockKinds, type Scan } from '../../../core/knock.ts';
import { harmless } from '../../../core/text.ts';
import type { Findings } from '../../../watch/index.ts';
import { counted } from '../text.ts';
import { countedKind, distinctWord, isScan, strongest } from './words.ts';

/** What was found in one or two sentences. */
export function headline(findings: Findings): string {
  const { scans, floods, backscatter } = findings;
  const alone = scans.length === 1;
  const parts = knockKinds.flatMap((kind) => kindPart(kind, scans, alone));
  if (floods.length > 0) parts.push(`${counted(floods.length, 'flood')} with forged senders`);
  const victims = backscatter.victims.length;
  const victimText =
    victims === 0
      ? ''
      : ` ${counted(victims, 'host')} elsewhere answered what nobody here is seen to have sent (backscatter).`;
  const sources = distinctWord(findings.sources, 'source');
  if (parts.length > 0) return `${sentence(parts)}.${victimText}`;
  if (findings.packets === 0) return 'No packets.';
  return `No scan in ${counted(findings.packets, 'packet')}${findings.sources.count === 0 ? '' : ` from ${sources}`}.${victimText}`;
}

function kindPart(kind: KnockKind, all: readonly Scan[], alone: boolean): readonly string[] {
  const scans = all.filter((scan) => scan.kind === kind);
  const [only] = scans;
  if (only === undefined) return [];
  const tools = toolNames(scans);
  const by = tools === '' ? '' : ` by ${tools}`;
  if (!alone || !isScan(only)) return [`${countedKind(kind, scans.length)}${by}`];
  return [`${countedKind(kind, 1)}${ofWhat(only)}${by}`];
}

/** Of a single scan: who and what. */
function ofWhat({ source, sourceCount, targets, kind }: Scan): string {
  const from =
    sourceCount > 1
      ? ` from ${counted(sourceCount, 'source')}`
      : source === null
        ? ''
        : ` from ${harmless(source)}`;
  const [target] = targets.top;
  const single = targets.count === 1 && target !== undefined;
  if (kind === 'port-scan' && single) return `${from} of ${harmless(target)}`;
  return targets.count > 1 ? `${from} of ${distinctWord(targets, 'host')}` : from;
}

const mostTools = 4;

/** `nmap (proven), masscan (likely)`: each with its strongest level; who is unknown is left out. */
function toolNames(scans: readonly Scan[]): string {
  const levels = new Map<string, Certainty[]>();
  for (const { tool } of scans) {
    if (tool.name !== null) levels.set(tool.name, [...(levels.get(tool.name) ?? []), tool.level]);
  }
  const names = [...levels].map(([name, seen]) => `${harmless(name)} (${strongest(seen)})`);
  const more = names.length - mostTools;
  return sentence(more > 0 ? [...names.slice(0, mostTools), `${more} more`] : names);
}

/** `a, b and c` */
const sentence = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

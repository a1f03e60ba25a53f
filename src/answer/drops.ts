import type { Drops, KnockEvent } from '../core/knock.ts';
import type { Findings, Watch } from '../watch/index.ts';

/** The findings with what the kernel could not keep. */
export function withDrops(findings: Findings, watch: Watch): Findings {
  const drops = watch.counts().drops;
  return drops === null ? findings : { ...findings, drops: [...findings.drops, drops] };
}

export const dropEvents = (drops: Drops | null): readonly KnockEvent[] =>
  drops === null ? [] : [{ type: 'drops', key: `drops ring ${drops.first}`, drops }];

import type { Drops } from '../../core/knock.ts';
import type { Findings } from '../findings.ts';
import { judge, type JudgeContext } from '../judge/index.ts';
import type { SourceSummary } from '../source-summary.ts';
import type { Thresholds } from '../thresholds.ts';
import type { Finished } from './finished.ts';
import { floodVerdict } from './flood-verdict.ts';
import { noProbes } from './no-probes.ts';
import { summaryOf } from './summary.ts';
import type { Traffic } from './traffic.ts';
import { weightiest } from './weightiest.ts';

const victimsTold = 1000;

export interface FindingsOptions {
  readonly thresholds: Thresholds;
  /** Sources that are judged one by one; of the lighter ones there are counts only. */
  readonly limit: number;
  readonly registryName?: JudgeContext['registryName'];
}

/** What the tables mean now. It changes nothing that matters to the next call. */
export function findingsOf(
  traffic: Traffic,
  finished: Finished,
  { thresholds, limit, registryName }: FindingsOptions,
): Findings {
  const { sources, admission, victims, other } = traffic;
  const { floods, members, memberCount } = floodVerdict(traffic, thresholds);
  const { slots, lighter, more } = weightiest(sources, limit, members);
  const backscatter = victims.list(thresholds.victimPackets, victimsTold);
  const summaries: SourceSummary[] = [];
  const rest = { late: backscatter.late, established: 0 };
  for (const summary of [...finished.list, ...slots.map((slot) => summaryOf(traffic, slot))]) {
    const instead = noProbes(summary, thresholds);
    if (instead === null) summaries.push(summary);
    else rest[instead] += summary.packets;
  }
  return {
    packets: traffic.packets,
    sources: {
      count: Math.max(0, sources.addresses - memberCount),
      exact: admission.held === 0 && sources.removed === 0,
    },
    lighter,
    scans: judge(summaries, { thresholds, more, registryName }),
    backscatter: { packets: victims.packets - backscatter.late, victims: backscatter.victims },
    floods,
    drops: dropsOf(traffic, finished),
    other: other.list(rest),
    synFields: traffic.synFields >>> 0,
  };
}

function dropsOf({ admission }: Traffic, finished: Finished): Drops[] {
  const time = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const drops: Drops[] = [];
  if (admission.held > 0) {
    drops.push({
      reason: 'first packets of sources while the table of sources was at its ceiling',
      packets: admission.held,
      first: time(admission.heldFirst),
      last: time(admission.heldLast),
    });
  }
  if (finished.lost > 0)
    drops.push({
      reason: 'packets of light sources that gave their place in the table',
      packets: finished.lost,
      first: null,
      last: null,
    });
  return drops;
}

import type { VerdictLevel } from '../../../core/verdict.ts';
import type { Exposure } from '../../../inspect/listener.ts';
import { holderOf } from '../../../contract/listener-words.ts';
import type { KnownListener } from '../../view.ts';

export const sortNames = ['port', 'reach', 'owner', 'since', 'verdict'] as const;
export type SortName = (typeof sortNames)[number];

const gravity: Readonly<Record<VerdictLevel, number>> = {
  wrong: 0,
  suspect: 1,
  unknown: 2,
  plausible: 3,
  expected: 4,
};
const widest: Readonly<Record<Exposure, number>> = {
  public: 0,
  private: 1,
  'link-local': 2,
  container: 3,
  loopback: 4,
};

/** When it was opened; else when its process was started, which is the earliest that it can be. Microseconds. */
export function sinceOf({ since, listener }: KnownListener): number | null {
  if (since !== null) return since;
  const starts = listener.owners.flatMap(({ startedAt }) => {
    const at = startedAt === null ? Number.NaN : Date.parse(startedAt) * 1000;
    return Number.isNaN(at) ? [] : [at];
  });
  return starts.length === 0 ? null : Math.min(...starts);
}

/** What a column is sorted by: the gravest, widest and newest first. */
function sortKey(known: KnownListener, by: SortName): number | string {
  const { listener, verdict } = known;
  switch (by) {
    case 'port':
      return listener.port ?? 70_000;
    case 'reach':
      return widest[listener.exposure];
    case 'owner':
      return holderOf(listener).toLowerCase();
    case 'since':
      return -(sinceOf(known) ?? 0);
    case 'verdict':
      return gravity[verdict.level];
  }
}

const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);

export function sorted(
  all: readonly KnownListener[],
  by: SortName,
  descending: boolean,
): readonly KnownListener[] {
  const keyed = all.map((known) => ({ known, key: sortKey(known, by), port: sortKey(known, 'port') }));
  keyed.sort(
    (a, b) => (descending ? compare(b.key, a.key) : compare(a.key, b.key)) || compare(a.port, b.port),
  );
  return keyed.map(({ known }) => known);
}

import type { InputSummary, Skipped } from './input.ts';

/** Several inputs as one: their counts added, their span from the first to the last. */
export function joined(all: readonly InputSummary[]): InputSummary {
  const [first, ...rest] = all;
  if (first === undefined) return nothing;
  return rest.reduce(join, first);
}

const nothing: InputSummary = {
  format: 'nothing',
  unit: 'packets',
  count: 0,
  records: 0,
  from: null,
  to: null,
  skipped: [],
  other: [],
  notes: [],
  damaged: false,
};

const join = (a: InputSummary, b: InputSummary): InputSummary => ({
  format: [...new Set([...a.format.split(' + '), ...b.format.split(' + ')])].join(' + '),
  unit: a.unit === b.unit ? a.unit : 'packets',
  count: a.count + b.count,
  records: a.records + b.records,
  from: least(a.from, b.from),
  to: most(a.to, b.to),
  skipped: summed(a.skipped, b.skipped),
  other: summedOther([...a.other, ...b.other]),
  notes: [...new Set([...a.notes, ...b.notes])],
  damaged: a.damaged || b.damaged,
});

const least = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);
const most = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

/** The first place of a reason is that in the first input that has it. */
function summed(a: readonly Skipped[], b: readonly Skipped[]): readonly Skipped[] {
  const sums = new Map(a.map((one) => [one.reason, one]));
  for (const one of b) {
    const before = sums.get(one.reason);
    sums.set(one.reason, before === undefined ? one : { ...before, count: before.count + one.count });
  }
  return [...sums.values()];
}

function summedOther(all: InputSummary['other']): InputSummary['other'] {
  const sums = new Map<string, number>();
  for (const { name, packets } of all) sums.set(name, (sums.get(name) ?? 0) + packets);
  return [...sums].map(([name, packets]) => ({ name, packets }));
}

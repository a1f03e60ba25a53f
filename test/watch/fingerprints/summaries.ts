import type { Probe } from '../../../src/core/probe.ts';
import { pairSignCount, pairSignsOf, signCount, signsOf } from '../../../src/watch/fingerprints/signs.ts';
import { probeAt } from '../../../src/watch/probe-at.ts';
import { Batch, stride, word } from '../../../src/watch/record.ts';
import { type SourceSummary, type TcpShape, tcpShapes } from '../../../src/watch/source-summary.ts';

/** Exact summaries of sources, made the slow way: what the bounded tables hold, for judging alone. */
class Gathering {
  readonly probes: Probe[] = [];
  readonly signs = Array.from({ length: signCount }, () => 0);
  readonly pairSigns = Array.from({ length: pairSignCount }, () => 0);
  readonly base = new Uint32Array(stride);
  pairsTried = 0;
  fieldsAll = 0xffffffff;
  fieldsAny = 0;

  add(batch: Batch, index: number): void {
    const at = index * stride;
    count(this.signs, signsOf(batch.words, at));
    if (this.probes.length > 0) {
      this.pairsTried++;
      count(this.pairSigns, pairSignsOf(batch.words, at, this.base, 0));
    }
    this.base.set(batch.words.subarray(at, at + stride));
    const has = batch.words[at + word.known] ?? 0;
    this.fieldsAll = (this.fieldsAll & has) >>> 0;
    this.fieldsAny = (this.fieldsAny | has) >>> 0;
    this.probes.push(probeAt(batch, index));
  }
}

function count(counts: number[], bits: number): void {
  for (const index of counts.keys())
    if ((bits & (1 << index)) !== 0) counts[index] = (counts[index] ?? 0) + 1;
}

/** Keeps records by source and protocol. */
export class Summaries {
  readonly #gatherings = new Map<string, Gathering>();

  readonly sink = (batch: Batch): void => {
    for (let index = 0; index < batch.size; index++) {
      const { source, protocol } = probeAt(batch, index);
      const key = `${source} ${protocol}`;
      const gathering = this.#gatherings.get(key) ?? new Gathering();
      this.#gatherings.set(key, gathering);
      gathering.add(batch, index);
    }
  };

  /** The busiest first. */
  all(): readonly SourceSummary[] {
    return [...this.#gatherings.values()]
      .map(summaryOf)
      .toSorted((one, other) => other.packets - one.packets);
  }
}

/** A summary of records as if all came from the first one's source. */
export function summaryOfRecords(batch: Batch, changes: Partial<SourceSummary> = {}): SourceSummary {
  const gathering = new Gathering();
  for (let index = 0; index < batch.size; index++) gathering.add(batch, index);
  return { ...summaryOf(gathering), ...changes };
}

const shapeOf = (flags: string): TcpShape =>
  (({ S: 'syn', SA: 'syn-ack', A: 'ack', F: 'fin', '': 'null', FPU: 'xmas', R: 'rst', RA: 'rst' })[flags] as
    | TcpShape
    | undefined) ?? 'other';

function summaryOf(gathering: Gathering): SourceSummary {
  const { probes, signs, pairSigns, pairsTried, fieldsAll, fieldsAny } = gathering;
  const [first] = probes;
  if (first === undefined) throw new Error('no records');
  const shapes = Object.fromEntries(tcpShapes.map((shape) => [shape, 0])) as Record<TcpShape, number>;
  for (const { flags } of probes) if (flags !== null) shapes[shapeOf(flags)]++;
  const ttls = probes.flatMap(({ ttl }) => (ttl === null ? [] : [ttl]));
  const different = (values: readonly unknown[]) => ({ count: new Set(values).size, exact: true });
  const ports = new Map<number, number>();
  for (const { destinationPort } of probes)
    if (destinationPort !== null) ports.set(destinationPort, (ports.get(destinationPort) ?? 0) + 1);
  const tuples = probes.map((probe) => `${probe.destination} ${probe.destinationPort} ${probe.sourcePort}`);
  return {
    address: first.source,
    protocol: first.protocol,
    packets: probes.length,
    first: first.at,
    last: probes.at(-1)?.at ?? null,
    ports: {
      ...different([...ports.keys()]),
      top: [...ports]
        .map(([port, packets]) => ({ port, packets }))
        .toSorted((one, other) => other.packets - one.packets)
        .slice(0, 20),
    },
    targets: { ...different(probes.map(({ destination }) => destination)), top: [first.destination] },
    pairs: different(probes.map((probe) => `${probe.destination} ${probe.destinationPort}`)),
    retries: tuples.length - new Set(tuples).size,
    sourcePorts: different(probes.map(({ sourcePort }) => sourcePort)),
    shapes,
    answered: { accepted: 0, refused: 0 },
    toServices: 0,
    medianGap: null,
    ttl:
      ttls.length === 0
        ? null
        : { low: Math.min(...ttls.slice(0, 1000)), high: Math.max(...ttls.slice(0, 1000)) },
    signs,
    pairSigns,
    signsTried: probes.length,
    pairsTried,
    fieldsAll,
    fieldsAny,
    shared: null,
    samples: probes.slice(0, 16),
    near: false,
  };
}

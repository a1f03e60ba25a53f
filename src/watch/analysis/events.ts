import type { KnockEvent, Scan } from '../../core/knock.ts';
import type { Findings } from '../findings.ts';

/** Microseconds of silence after which an event is told once more, if it grew since. */
const settleTime = 600e6;
/** Events remembered; the oldest beyond are told anew when they grow. */
const maxRemembered = 8192;

interface Told {
  readonly key: string;
  /** What it measured when it was told: it is told again when one has doubled. */
  measures: readonly number[];
  /** Words that make it another thing: kind, tool. */
  face: string;
  last: number | null;
  event: KnockEvent;
}

interface Item {
  readonly id: string;
  readonly first: number | null;
  readonly last: number | null;
  readonly measures: readonly number[];
  readonly face: string;
  readonly make: (key: string) => KnockEvent;
}

/**
 * Which findings are worth telling: new ones, those that have doubled in a measure or changed their face, and what has
 * come to rest. So a scan of a million packets is told some twenty times.
 */
export class Events {
  readonly #told = new Map<string, Told>();
  readonly #idleGap: number;

  /** `idleGap` in microseconds. */
  constructor(idleGap: number) {
    this.#idleGap = idleGap;
  }

  next(findings: Findings, now: number): KnockEvent[] {
    const events: KnockEvent[] = [];
    for (const item of itemsOf(findings)) {
      const event = this.#tell(item, now);
      if (event !== null) events.push(event);
    }
    this.#forget(now);
    return events;
  }

  #tell(item: Item, now: number): KnockEvent | null {
    const told = this.#told.get(item.id);
    if (told === undefined || isIdle(told.last, item.first, this.#idleGap)) {
      const key = `${item.id}|${item.first === null ? '' : Math.floor(item.first)}`;
      const event = item.make(key);
      this.#told.delete(item.id);
      this.#told.set(item.id, { key, measures: item.measures, face: item.face, last: item.last, event });
      return event;
    }
    told.last = item.last;
    const grown = item.measures.some((value, index) => value >= 2 * (told.measures[index] ?? 0) && value > 0);
    const changed = item.measures.some((value, index) => value !== told.measures[index]);
    const rests = changed && item.last !== null && now - item.last > settleTime;
    if (!grown && !rests && item.face === told.face) return null;
    told.measures = item.measures;
    told.face = item.face;
    told.event = item.make(told.key);
    return told.event;
  }

  #forget(now: number): void {
    for (const [id, { last }] of this.#told)
      if (last !== null && now - last > this.#idleGap) this.#told.delete(id);
    for (const id of this.#told.keys()) {
      if (this.#told.size <= maxRemembered) return;
      this.#told.delete(id);
    }
  }
}

const isIdle = (last: number | null, first: number | null, gap: number): boolean =>
  last !== null && first !== null && first - last > gap;

function* itemsOf(findings: Findings): Generator<Item> {
  for (const scan of findings.scans) {
    yield {
      id: scanId(scan),
      first: scan.first,
      last: scan.last,
      measures: [scan.packets, scan.sourceCount, scan.ports.count, scan.targets.count],
      face: `${scan.kind} ${scan.tool.name} ${scan.tool.level}`,
      make: (key) => ({ type: 'scan', key, scan }),
    };
  }
  for (const victim of findings.backscatter.victims) {
    yield {
      id: `backscatter|${victim.address}`,
      first: victim.first,
      last: victim.last,
      measures: [victim.packets, victim.targets.count],
      face: '',
      make: (key) => ({ type: 'backscatter', key, victim }),
    };
  }
  for (const flood of findings.floods) {
    yield {
      id: `flood|${flood.transport}|${flood.target}|${flood.port ?? '*'}`,
      first: flood.first,
      last: flood.last,
      measures: [flood.packets],
      face: '',
      make: (key) => ({ type: 'flood', key, flood }),
    };
  }
  for (const drops of findings.drops) {
    yield {
      id: `drops|${drops.reason}`,
      first: drops.first,
      last: drops.last,
      measures: [drops.packets],
      face: '',
      make: (key) => ({ type: 'drops', key, drops }),
    };
  }
}

/** One source is itself whatever it does; many are what they have in common. */
function scanId(scan: Scan): string {
  if (scan.sourceCount === 1) return `scan|${scan.transport}|${scan.source ?? scan.sources[0] ?? ''}`;
  const ports = scan.ports.top
    .slice(0, 2)
    .map(({ port }) => port)
    .sort((a, b) => a - b);
  const targets = scan.kind === 'decoy-scan' ? scan.targets.top.slice(0, 1).join() : '';
  return `${scan.kind}|${scan.transport}|${scan.tool.name ?? ''}|${ports.join()}|${targets}`;
}

import type { KnockEvent } from '../../core/knock.ts';
import type { Analysis, AnalysisOptions, Findings } from '../findings.ts';
import type { JudgeContext } from '../judge/index.ts';
import type { Batch } from '../record.ts';
import { defaultLimits, type Limits } from '../tables/limits.ts';
import { hotPortCount, hotRecords, hotShift, hotTargetCount } from '../tables/source-layout.ts';
import { defaultThresholds, type Thresholds } from '../thresholds.ts';
import { Events } from './events.ts';
import { findingsOf } from './findings.ts';
import { Finished, finishedBytes } from './finished.ts';
import { summaryOf } from './summary.ts';
import { SynPath } from './syn.ts';
import { Traffic } from './traffic.ts';

export interface AnalysisSettings extends AnalysisOptions {
  /** Smaller tables, for small machines and for tests. */
  readonly limits?: Partial<Limits>;
  /** What the registry calls a port, for sentences. */
  readonly registryName?: JudgeContext['registryName'];
}

const usualLimit = 1000;

/** The end of the packet path; see `Analysis`. */
export function createAnalysis(settings: AnalysisSettings): Analysis {
  return new PacketAnalysis(settings);
}

class PacketAnalysis implements Analysis {
  readonly #settings: AnalysisSettings;
  readonly #limits: Limits;
  readonly #thresholds: Thresholds;
  readonly #traffic: Traffic;
  readonly #finished: Finished;
  readonly #syn = new SynPath();
  readonly #events: Events;
  /** The latest judgement, good until another packet comes. */
  #judged: { readonly packets: number; readonly findings: Findings } | null = null;
  #toldPackets = -1;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(settings: AnalysisSettings) {
    this.#settings = settings;
    this.#limits = { ...defaultLimits, ...settings.limits };
    this.#thresholds = { ...defaultThresholds, ...settings.thresholds };
    this.#finished = new Finished(this.#limits.finished, this.#thresholds);
    this.#traffic = new Traffic(settings, this.#limits, this.#thresholds, (slot) => this.#leave(slot));
    this.#events = new Events(this.#thresholds.idleGap * 1e6);
  }

  add(batch: Batch): void {
    this.#syn.add(this.#traffic, batch);
  }

  findings(): Findings {
    const { limit = usualLimit, registryName } = this.#settings;
    this.#syn.flush(this.#traffic);
    const { packets } = this.#traffic;
    if (this.#judged?.packets === packets) return this.#judged.findings;
    const findings = findingsOf(this.#traffic, this.#finished, {
      thresholds: this.#thresholds,
      limit,
      registryName,
    });
    this.#judged = { packets, findings };
    return findings;
  }

  events(now: number): readonly KnockEvent[] {
    // Nothing new came, and what was told a minute ago has been told to its end.
    if (this.#traffic.packets === this.#toldPackets && now - this.#toldAt < 60e6) return [];
    this.#toldPackets = this.#traffic.packets;
    this.#toldAt = now;
    const events = this.#events.next(this.findings(), now);
    this.#close(now - this.#thresholds.idleGap * 1e6);
    return events;
  }

  memory(): { readonly held: number; readonly ceiling: number } {
    const { held, ceiling } = this.#traffic.memory(this.#limits);
    return {
      held: held + this.#finished.held + this.#syn.memory.held,
      ceiling: ceiling + this.#syn.memory.ceiling + 2 * this.#limits.finished * finishedBytes,
    };
  }

  /** A source gives up its place: what it did is kept if it was much. */
  #leave(slot: number): void {
    const { sources } = this.#traffic;
    const h = slot << hotShift;
    const breadth = Math.max(
      sources.hot[h + hotPortCount] as number,
      sources.hot[h + hotTargetCount] as number,
    );
    if (this.#finished.wants(breadth)) this.#finished.keep(summaryOf(this.#traffic, slot));
    else this.#finished.lost += (sources.hot[h + hotRecords] as number) >>> 0;
  }

  /** Sources that were silent since `time` end; events have told of them. */
  #close(time: number): void {
    const { sources } = this.#traffic;
    const { removed } = sources;
    for (let slot = 0; slot < sources.top; slot++) {
      const last = sources.times[slot << (hotShift - 1)] as number;
      const used = (sources.hot[(slot << hotShift) + hotRecords] as number) !== 0;
      if (used && last < time && last !== Number.NEGATIVE_INFINITY) sources.remove(slot);
    }
    this.#finished.forget(time);
    if (sources.removed !== removed) this.#judged = null;
  }
}

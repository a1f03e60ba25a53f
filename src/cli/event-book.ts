import type { ExitCode } from '../core/errors.ts';
import type { Flood, KnockEvent, Scan, Victim } from '../core/knock.ts';
import type { Findings } from '../watch/index.ts';
import { exitOfFindings } from './knock-exit.ts';

/** The newest state of each event that was told: the analysis forgets what has long been over, a summary must not. */
export class EventBook {
  readonly #events = new Map<string, KnockEvent>();
  readonly #most: number;
  #found = false;

  constructor(most = 10_000) {
    this.#most = most;
  }

  put(event: KnockEvent): void {
    this.#events.delete(event.key);
    this.#events.set(event.key, event);
    const [oldest] = this.#events.keys();
    if (this.#events.size > this.#most && oldest !== undefined) this.#events.delete(oldest);
    this.#found ||= exitOfFindings(this.#findingsOf([event])) === 1;
  }

  /** 1 where a finding was ever told. */
  get exitCode(): ExitCode {
    return this.#found ? 1 : 0;
  }

  /** What stands now, and what was told of before and stands no more. */
  findings(now: Findings): Findings {
    const told = this.#findingsOf([...this.#events.values()]);
    const standing = new Set(now.scans.flatMap(({ source, sources }) => [source, ...sources]));
    const gone = told.scans.filter(({ source, sources }) => !standing.has(source ?? sources[0] ?? null));
    const targets = new Set(now.floods.map(({ target }) => target));
    const addresses = new Set(now.backscatter.victims.map(({ address }) => address));
    const victims = told.backscatter.victims.filter(({ address }) => !addresses.has(address));
    return {
      ...now,
      scans: [...now.scans, ...gone],
      floods: [...now.floods, ...told.floods.filter(({ target }) => !targets.has(target))],
      backscatter: { ...now.backscatter, victims: [...now.backscatter.victims, ...victims] },
    };
  }

  #findingsOf(events: readonly KnockEvent[]): Findings {
    const scans: Scan[] = [];
    const floods: Flood[] = [];
    const victims: Victim[] = [];
    for (const event of events) {
      if (event.type === 'scan') scans.push(event.scan);
      else if (event.type === 'flood') floods.push(event.flood);
      else if (event.type === 'backscatter') victims.push(event.victim);
    }
    const nothing = {
      packets: 0,
      sources: { count: 0, exact: true },
      lighter: 0,
      drops: [],
      other: [],
      synFields: 0,
    };
    return { ...nothing, scans, floods, backscatter: { packets: 0, victims } };
  }
}

import type { Transport } from '../../core/transport.ts';
import { inspectPort, lookout, type PortInspection } from '../../inspect/index.ts';
import type { Inspection } from '../../inspect/listener.ts';
import type { EndHolder, EndOutcome } from '../../web/index.ts';
import { endHolder } from './ending.ts';

const kinds = ['tcp', 'udp', 'sctp', 'dccp'] as const;

/** What takes privileges, done in this process: the privileged one, or the only one there is. */
export class Machine {
  readonly #protect: readonly number[];
  #look: (() => Promise<Inspection | null>) | null = null;
  /** One look after the other: they share what is remembered of owners. */
  #looking: Promise<unknown> = Promise.resolve();

  /** @param protect pids that are never ended */
  constructor(protect: readonly number[]) {
    this.#protect = protect;
  }

  /** Null where nothing changed since the last answer. */
  look(): Promise<Inspection | null> {
    return this.#next(async () => {
      this.#look ??= await lookout({ kinds });
      const seen = await this.#look();
      return seen === null ? null : withoutCgroupIds(seen);
    });
  }

  lookAt(port: number, transport: Transport | null): Promise<PortInspection> {
    return this.#next(async () => withoutCgroupIds(await inspectPort(port, transport)));
  }

  end(ending: EndHolder): Promise<EndOutcome> {
    return endHolder(ending, this.#protect);
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#looking.then(work);
    this.#looking = done.catch(() => undefined);
    return done;
  }
}

/** JSON has no bigint; what the id stands for is in `unit` and `container` by now. */
const withoutCgroupIds = <T extends Inspection>(inspection: T): T => ({
  ...inspection,
  listeners: inspection.listeners.map((listener) => ({ ...listener, cgroupId: null })),
});

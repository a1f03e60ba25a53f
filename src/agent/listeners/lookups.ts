import { fail } from '../../core/errors.ts';
import type { Transport } from '../../core/transport.ts';
import type { PortInspection } from '../../inspect/index.ts';
import type { Privileged } from '../privileged.ts';

/** Looks are made one after the other anyway: more at once would only wait at the other process, which bears few. */
const mostAtOnce = 2;
const mostWaiting = 200;
const patience = 10_000;

interface Waiting {
  readonly begin: () => void;
  readonly answer: Promise<PortInspection>;
}

/**
 * Looks at single ports for whoever asks, readers over HTTP among them: however many ask, few questions are under way,
 * and who asks for a port that is waited for already gets that answer. A look that has begun may have passed what he asks
 * for, so he never joins one.
 */
export class Lookups {
  readonly #privileged: Pick<Privileged, 'lookAt'>;
  readonly #waiting = new Map<string, Waiting>();
  #running = 0;

  constructor(privileged: Pick<Privileged, 'lookAt'>) {
    this.#privileged = privileged;
  }

  /** @throws ReeveError `TOO_MANY`, `AGENT_FAILED` where the look takes too long */
  at(port: number, transport: Transport | null): Promise<PortInspection> {
    const key = `${port} ${transport ?? ''}`;
    const known = this.#waiting.get(key);
    if (known !== undefined) return known.answer;
    if (this.#waiting.size >= mostWaiting) return Promise.reject(tooMany(port));
    let begin = (): void => undefined;
    const turn = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const answer = turn.then(() => this.#look(port, transport));
    this.#waiting.set(key, { begin, answer });
    this.#next();
    return answer;
  }

  #next(): void {
    const [first] = this.#running < mostAtOnce ? this.#waiting : [];
    if (first === undefined) return;
    const [key, { begin }] = first;
    this.#waiting.delete(key);
    this.#running++;
    begin();
  }

  async #look(port: number, transport: Transport | null): Promise<PortInspection> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(tooSlow(port)), patience).unref();
    });
    const look = this.#privileged.lookAt(port, transport);
    // It keeps its place until it has ended: a stopped process is not to be asked ever more.
    const ended = (): void => {
      this.#running--;
      this.#next();
    };
    look.then(ended, ended);
    try {
      return await Promise.race([look, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

const tooMany = (port: number) =>
  fail('TOO_MANY', {
    asked: `a look at port ${port}`,
    found: `${mostWaiting} other ports are waited for already`,
    todo: 'Try again in a second, or see /api/v1/listeners for all ports at once',
  });

const tooSlow = (port: number) =>
  fail('AGENT_FAILED', {
    asked: `a look at port ${port}`,
    found: `the machine was not looked at within ${patience / 1000} seconds`,
    todo: 'See /api/v1/status for when it last was',
  });

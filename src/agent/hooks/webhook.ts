import { randomUUID } from 'node:crypto';
import { harmless } from '../../core/text.ts';
import { backOff, mayGoBetter, retryAfter } from './retry.ts';
import { signature } from './signature.ts';
import type { Surroundings, Teller } from './teller.ts';

export interface WebhookTarget {
  readonly url: string;
  /** Null = not signed. */
  readonly secret: string | null;
}

export interface WebhookTiming {
  /** Milliseconds for one attempt. */
  readonly patience?: number;
  /** Milliseconds after which a delivery is given up. */
  readonly lasting?: number;
  readonly backOff?: (attempts: number) => number;
}

interface Delivery {
  readonly id: string;
  readonly body: string;
  readonly begun: number;
  attempts: number;
}

const usual = { patience: 10_000, lasting: 60 * 60_000, backOff } as const;
const mostAtOnce = 2;
const mostWaiting = 1000;

/**
 * Posts each notice to a web address, signed, and again where the other side is in trouble. Redirects are not followed: who
 * can answer for the address must not lead the agent to others.
 */
export function webhookTeller(
  { url, secret }: WebhookTarget,
  { log, count }: Surroundings,
  timing: WebhookTiming = {},
): Teller {
  const { patience, lasting, backOff: pause } = { ...usual, ...timing };
  // The path and query of such addresses are often a secret: only the host is said.
  const where = new URL(url).host;
  const due: Delivery[] = [];
  const later = new Map<Delivery, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  const stop = new AbortController();
  let closed = false;

  const next = (): void => {
    const delivery = running.size < mostAtOnce ? due.shift() : undefined;
    if (delivery === undefined) return;
    const one = attempt(delivery).finally(() => {
      running.delete(one);
      next();
    });
    running.add(one);
    next();
  };

  const attempt = async (delivery: Delivery): Promise<void> => {
    delivery.attempts += 1;
    const { trouble, again } = await post(delivery);
    if (trouble === null) return count('sent');
    const wait = Math.max(again ?? 0, pause(delivery.attempts));
    const given = again === null || Date.now() + wait - delivery.begun > lasting || closed;
    log(given ? 'error' : 'warn', `the webhook at ${where} ${trouble}${given ? '; given up' : ''}`, {
      delivery: delivery.id,
      attempt: delivery.attempts,
    });
    if (given) return count('failed');
    later.set(
      delivery,
      setTimeout(() => {
        later.delete(delivery);
        due.push(delivery);
        next();
      }, wait).unref(),
    );
  };

  /** `again`: milliseconds that are asked for before another attempt; null where none would help. */
  const post = async ({
    id,
    body,
  }: Delivery): Promise<{ readonly trouble: string | null; readonly again: number | null }> => {
    try {
      const seconds = Math.floor(Date.now() / 1000);
      const response = await fetch(url, {
        method: 'POST',
        body,
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(patience), stop.signal]),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'portreeve',
          'x-portreeve-delivery': id,
          ...(secret === null ? {} : { 'x-portreeve-signature': signature(secret, seconds, body) }),
        },
      });
      // What it says besides is of no use, and may have no end.
      await response.body?.cancel().catch(() => undefined);
      if (response.ok) return { trouble: null, again: null };
      const asked = retryAfter(response.headers.get('retry-after'), Date.now());
      return {
        trouble: `answered ${response.status}`,
        again: mayGoBetter(response.status) ? (asked ?? 0) : null,
      };
    } catch (error) {
      return { trouble: `did not answer (${harmless(causeOf(error))})`, again: 0 };
    }
  };

  return {
    tell: (notice) => {
      if (closed || due.length + later.size >= mostWaiting) return count('held');
      due.push({ id: randomUUID(), body: JSON.stringify(notice), begun: Date.now(), attempts: 0 });
      next();
    },
    close: async (graceMs) => {
      closed = true;
      const left = due.splice(0).length + later.size;
      for (const timer of later.values()) clearTimeout(timer);
      later.clear();
      for (let one = 0; one < left; one++) count('failed');
      const timer = setTimeout(() => stop.abort(), graceMs);
      await Promise.all(running);
      clearTimeout(timer);
    },
  };
}

/** fetch says "fetch failed" and has the cause inside. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return (cause as NodeJS.ErrnoException).code ?? cause.message;
  return error.name === 'TimeoutError' ? 'too slow' : error.message;
}

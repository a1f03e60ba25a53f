import { fail } from '../../core/errors.ts';
import type { Thresholds } from '../../watch/index.ts';
import { thresholdsOf } from './read-options.ts';

export interface WatchOptions {
  readonly iface?: readonly string[];
  readonly silent?: true;
  readonly decoy?: readonly string[];
  readonly exclude?: readonly string[];
  readonly once?: string;
  readonly for?: string;
  readonly threshold?: readonly string[];
  /** `false`: --no-store; a text: the file. */
  readonly store?: boolean | string;
  readonly user?: string;
  readonly evidence?: true;
  readonly json?: true;
}

/** The options, checked. */
export interface WatchSettings {
  readonly interfaces: readonly string[];
  readonly silent: boolean;
  readonly decoys: readonly number[];
  readonly exclude: readonly number[];
  /** Print a report at the end and nothing before. */
  readonly once: boolean;
  /** Milliseconds; null: until it is ended. */
  readonly lasting: number | null;
  readonly thresholds: Partial<Thresholds>;
  readonly keep: boolean;
  /** Null: the store of this user. */
  readonly store: string | null;
  readonly user: string | null;
  readonly evidence: boolean;
  readonly json: boolean;
}

/** @throws ReeveError `USAGE` */
export function watchSettings(options: WatchOptions): WatchSettings {
  const { once, store, json, evidence, silent, user } = options;
  const lasting = options.for ?? once;
  if (once !== undefined && options.for !== undefined)
    throw fail('USAGE', {
      asked: '--once and --for',
      found: 'each says how long to watch',
      todo: 'Give one of them',
    });
  return {
    interfaces: options.iface ?? [],
    silent: silent === true,
    decoys: (options.decoy ?? []).map(portOf),
    exclude: (options.exclude ?? []).map(portOf),
    once: once !== undefined,
    lasting: lasting === undefined ? null : periodOf(lasting),
    thresholds: thresholdsOf(options.threshold),
    keep: store !== false,
    store: typeof store === 'string' ? store : null,
    user: user ?? null,
    evidence: evidence === true,
    json: json === true,
  };
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw fail('USAGE', {
    asked: `the port ${JSON.stringify(text.slice(0, 20))}`,
    found: 'it is not a whole number from 1 to 65535',
  });
}

const units: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Timers of Node hold no longer ones. */
const longest = 2 ** 31 - 1;

/** `30`, `30s`, `10m`, `2h` in milliseconds. */
function periodOf(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,7}(?:\.\d{1,3})?)([smhd]?)$/.exec(text) ?? [];
  const period = digits === undefined ? Number.NaN : Number(digits) * (units[unit] ?? Number.NaN);
  if (period >= 100 && period <= longest) return period;
  throw fail('USAGE', {
    asked: `to watch for ${JSON.stringify(text.slice(0, 20))}`,
    found: 'it is no time from 0.1 s to 24 days',
    todo: 'Write it as 30s, 10m or 2h',
  });
}

import { isIP } from 'node:net';
import { type Explanation, fail, type ReeveError } from '../../core/errors.ts';
import {
  type LogFormatName,
  logFormats,
  parseThreshold,
  type ReadingOptions,
  type Thresholds,
} from '../../watch/index.ts';

export interface ReadOptions {
  readonly format?: string;
  readonly columns?: string;
  readonly zone?: string;
  readonly follow?: true;
  readonly together?: true;
  readonly limit?: string;
  readonly evidence?: true;
  readonly threshold?: readonly string[];
  readonly own?: readonly string[];
  readonly list?: string;
  readonly mmdb?: readonly string[];
  readonly resolve?: true;
  readonly rdap?: true;
  readonly store?: true;
  readonly json?: true;
}

const misused = (explanation: Explanation): ReeveError => fail('USAGE', explanation);

const shown = (text: string): string => JSON.stringify(text.slice(0, 40));

/** Rows of a table, and items of a document, where no other number is asked for. */
const usual = { text: 20, json: 1000 } as const;

/** @throws ReeveError `USAGE` */
function limitOf({ limit, json }: ReadOptions): number {
  if (limit === undefined) return json ? usual.json : usual.text;
  if (limit === 'all') return Infinity;
  if (/^\d{1,9}$/.test(limit) && Number(limit) > 0) return Number(limit);
  throw misused({
    asked: `a limit of ${shown(limit)}`,
    found: 'it is no whole number above 0',
    todo: 'Write --limit 50, or --limit all',
  });
}

/** A text of twenty lines needs no judgement of a thousand sources; a campaign needs more than are listed. */
const judged = (options: ReadOptions): number => Math.max(options.json ? usual.json : 300, limitOf(options));

/** Minutes east of UTC; null where none was given. */
function zoneOf({ zone }: ReadOptions): number | null {
  if (zone === undefined) return null;
  if (/^(?:z|utc)$/i.test(zone)) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?([0-5]\d)$/.exec(zone) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  if (sign !== undefined && total <= 14 * 60) return sign === '-' ? -total : total;
  throw misused({
    asked: `the zone ${shown(zone)}`,
    found: 'it is no offset from UTC',
    todo: 'Write it as --zone +02:00, or --zone UTC',
  });
}

/** A log's format. Captures need none: each begins with its number. */
function formatOf({ format }: ReadOptions): LogFormatName | null {
  if (format === undefined) return null;
  const known = logFormats.find((name) => name === format.toLowerCase());
  if (known !== undefined) return known;
  throw misused({
    asked: `the format ${shown(format)}`,
    found: /^pcap(?:ng)?$/i.test(format)
      ? 'captures are always recognised by their content'
      : 'there is none of this name',
    todo: `Name one of ${logFormats.join(', ')}, or let it be recognised`,
  });
}

/** Addresses as they were given, each checked. */
function ownOf({ own = [] }: ReadOptions): readonly string[] {
  const wrong = own.find((address) => isIP(address) === 0);
  if (wrong === undefined) return own;
  throw misused({
    asked: `${shown(wrong)} as an address of yours`,
    found: 'it is no IP address',
    todo: 'Write it as --own 192.0.2.1',
  });
}

/** The options, checked. */
export interface ReadSettings {
  readonly files: readonly string[];
  readonly together: boolean;
  readonly json: boolean;
  readonly evidence: boolean;
  readonly store: boolean;
  readonly limit: number;
  readonly list: string | null;
  readonly mmdb: readonly string[];
  readonly resolve: boolean;
  readonly rdap: boolean;
  readonly reading: ReadingOptions;
}

/** @throws ReeveError `USAGE` where an option or two of them make no sense */
export function readSettings(files: readonly string[], options: ReadOptions): ReadSettings {
  if (files.filter((file) => file === '-').length > 1)
    throw misused({ asked: 'standard input twice', found: 'it can be read once', todo: 'Name - once' });
  if (options.follow && files.length > 1)
    throw misused({
      asked: `following ${files.length} inputs`,
      found: 'one can be followed',
      todo: 'Name one file, or -',
    });
  return {
    files,
    together: options.together === true,
    json: options.json === true,
    evidence: options.evidence === true,
    store: options.store === true,
    limit: limitOf(options),
    list: options.list ?? null,
    mmdb: options.mmdb ?? [],
    resolve: options.resolve === true,
    rdap: options.rdap === true,
    reading: {
      limit: judged(options),
      now: Date.now(),
      zoneMinutes: zoneOf(options),
      format: formatOf(options),
      columns: options.columns?.split(/[\s,]+/).filter((name) => name !== '') ?? null,
      thresholds: thresholdsOf(options.threshold),
      own: ownOf(options),
    },
  };
}

/** @throws ReeveError `USAGE` */
export const thresholdsOf = (given: readonly string[] = []): Partial<Thresholds> =>
  Object.fromEntries(given.map(parseThreshold).map(({ name, value }) => [name, value]));

import { canonicalAddress } from '../../../core/address.ts';
import { knockKinds } from '../../../core/knock.ts';
import { readMoment } from '../../../core/moment.ts';
import { isPort } from '../../../core/port.ts';
import { isTransport, type Transport } from '../../../core/transport.ts';
import { given, oneOf } from '../address.ts';

export const presets = ['1h', '24h', '7d', '30d'] as const;
type Preset = (typeof presets)[number];
const usual: Preset = '24h';

export const allKinds = [...knockKinds, 'backscatter', 'flood', 'drops'] as const;
type EventKind = (typeof allKinds)[number];

const steps = [50, 200, 1000] as const;

/** The one range and the filters that everything on the page goes by. Times are microseconds. */
export interface Asked {
  readonly since: number;
  readonly until: number;
  /** Null: another range. */
  readonly preset: Preset | null;
  /** The range that was asked for is none; the usual one is shown. */
  readonly bad: boolean;
  readonly port: number | null;
  readonly transport: Transport | null;
  readonly source: string | null;
  readonly tool: string | null;
  readonly kind: EventKind | null;
  readonly limit: number;
  /** The next larger limit; null: this is the largest. */
  readonly more: number | null;
}

export function askedOf(query: URLSearchParams, now: number): Asked {
  const range = rangeOf(query, now);
  const [number = '', on] = (given(query, 'port') ?? '').toLowerCase().split('/', 2);
  const port = /^\d{1,5}$/.test(number) ? Number(number) : Number.NaN;
  const limit = steps.find((step) => String(step) === query.get('limit')) ?? steps[0];
  const source = given(query, 'source');
  const tool = given(query, 'tool');
  return {
    ...range,
    port: isPort(port) ? port : null,
    transport: isPort(port) && isTransport(on) ? on : null,
    source: source === null ? null : canonicalAddress(source),
    tool: tool === null ? null : tool.slice(0, 60),
    kind: oneOf(query, 'kind', allKinds),
    limit,
    more: steps.find((step) => step > limit) ?? null,
  };
}

const longest = 3660 * 86_400e6;

function rangeOf(query: URLSearchParams, now: number): Pick<Asked, 'since' | 'until' | 'preset' | 'bad'> {
  const from = given(query, 'since') ?? usual;
  const to = given(query, 'until');
  const since = readMoment(from, 'since', now);
  const until = to === null ? now : readMoment(to, 'until', now);
  if (since === null || until === null || since >= until || since >= now || until - since > longest) {
    return { since: readMoment(usual, 'since', now) ?? now, until: now, preset: usual, bad: true };
  }
  const preset = to === null ? (presets.find((one) => one === from) ?? null) : null;
  return { since, until: Math.min(until, now), preset, bad: false };
}

/** Which events, as the store is asked. */
export function chosenOf({ port, transport, source, tool, kind }: Asked): {
  readonly port?: number;
  readonly transport?: Transport;
  readonly source?: string;
  readonly tool?: string;
  readonly kind?: string;
} {
  return {
    ...(port === null ? {} : { port }),
    ...(transport === null ? {} : { transport }),
    ...(source === null ? {} : { source }),
    ...(tool === null ? {} : { tool }),
    ...(kind === null ? {} : { kind }),
  };
}

export const isFiltered = (asked: Asked): boolean => Object.keys(chosenOf(asked)).length > 0;

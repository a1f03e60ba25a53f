import type { AssessedListener } from '../contract/listener-item.ts';
import type { ListenersDocument } from '../contract/listeners.ts';
import { toListenersDocument } from '../contract/listeners-document.ts';
import { type ExitCode, fail } from '../core/errors.ts';
import { worstExit } from '../core/exit.ts';
import type { SocketKind } from '../core/transport.ts';
import type { verdictLevels } from '../core/verdict.ts';
import type { Visibility } from '../core/visibility.ts';
import type { Look } from '../answer/index.ts';
import { holderOf } from './render/listeners.ts';

export interface ListOptions {
  readonly tcp?: true;
  readonly udp?: true;
  readonly all?: true;
  readonly exposed?: true;
  readonly unexpected?: true;
  readonly sort?: string;
  readonly watch?: true | string;
  readonly json?: true;
  readonly unredacted?: true;
}

type Order = (a: AssessedListener, b: AssessedListener) => number;

const byPort: Order = ({ listener: a }, { listener: b }) =>
  (a.port ?? 65_536) - (b.port ?? 65_536) ||
  a.kind.localeCompare(b.kind) ||
  (a.family ?? 0) - (b.family ?? 0) ||
  a.address.localeCompare(b.address) ||
  a.netns.inode - b.netns.inode ||
  a.inode - b.inode;

const reach = ['public', 'private', 'link-local', 'container', 'loopback'] as const;
const firstStart = ({ listener }: AssessedListener): string =>
  listener.owners.map(({ startedAt }) => startedAt ?? '').sort()[0] ?? '';

const orders: Readonly<Record<string, Order>> = {
  port: byPort,
  program: (a, b) => holderOf(a.listener).localeCompare(holderOf(b.listener)) || byPort(a, b),
  verdict: (a, b) => worst(b) - worst(a) || byPort(a, b),
  exposure: (a, b) => reach.indexOf(a.listener.exposure) - reach.indexOf(b.listener.exposure) || byPort(a, b),
  started: (a, b) => firstStart(b).localeCompare(firstStart(a)) || byPort(a, b),
};

const severity = [
  'expected',
  'plausible',
  'unknown',
  'suspect',
  'wrong',
] as const satisfies readonly (typeof verdictLevels)[number][];
const worst = ({ verdict }: AssessedListener): number => severity.indexOf(verdict.level);

export function kindsOf({ tcp, udp, all }: ListOptions): readonly SocketKind[] {
  if (tcp && udp) return ['tcp', 'udp'];
  if (tcp) return ['tcp'];
  if (udp) return ['udp'];
  return all ? ['tcp', 'udp', 'sctp', 'dccp', 'raw', 'packet'] : ['tcp', 'udp', 'sctp', 'dccp'];
}

/** @throws ReeveError `USAGE` for a key that there is not */
export function orderOf({ sort = 'port' }: ListOptions): Order {
  const order = orders[sort];
  if (order !== undefined && Object.hasOwn(orders, sort)) return order;
  throw fail('USAGE', {
    asked: `sorting by ${JSON.stringify(sort.slice(0, 30))}`,
    found: 'there is no such key',
    todo: `Use one of ${Object.keys(orders).join(', ')}`,
  });
}

/** The rows that the options ask for, in their order. */
export function chosen(all: readonly AssessedListener[], options: ListOptions): readonly AssessedListener[] {
  return all
    .filter(
      ({ listener }) =>
        !options.exposed || (listener.exposure !== 'loopback' && listener.exposure !== 'container'),
    )
    .filter((one) => !options.unexpected || worst(one) >= severity.indexOf('unknown'))
    .toSorted(orderOf(options));
}

/** Findings win over "incomplete", that over "nothing there". */
export function exitOf(rows: readonly AssessedListener[], { namespaces }: Visibility): ExitCode {
  if (rows.length === 0) return namespaces.hidden === 0 ? 2 : 3;
  return worstExit(
    rows.map(({ verdict, listener }) => {
      if (verdict.level === 'suspect' || verdict.level === 'wrong') return 1;
      const hidden = listener.owners.length === 0 && !listener.ownersComplete;
      return verdict.level === 'unknown' || hidden ? 3 : 0;
    }),
  );
}

export const listenersDocument = (
  { inspection }: Look,
  rows: readonly AssessedListener[],
  unredacted: boolean,
): ListenersDocument => toListenersDocument(inspection.visibility, rows, { unredacted });

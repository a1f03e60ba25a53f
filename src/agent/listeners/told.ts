import { visibilityItem, envelope } from '../../contract/envelope.ts';
import { listenerItem } from '../../contract/listener-item.ts';
import { holderOf } from '../../contract/listener-words.ts';
import type { ListenerChangeDocument } from '../../contract/small.ts';
import type { ListenerEvent } from '../../core/listener-event.ts';
import { cut, harmless } from '../../core/text.ts';
import type { Visibility } from '../../core/visibility.ts';
import type { ListenerChange } from '../../inspect/index.ts';
import type { Listener } from '../../inspect/listener.ts';
import type { KnownListener } from '../../web/index.ts';

/** A change with the listener as the table knows it; one that closed as it was last. */
export interface TableChange {
  readonly kind: ListenerChange['kind'];
  readonly row: KnownListener;
  readonly before: Listener | null;
  /** Microseconds since 1970. */
  readonly at: number;
}

const longest = 200;

/** Null where nothing of the holder could be seen: its words would only name the user. */
function holderWords(listener: Listener): string | null {
  const { owners, container, kernel, unit } = listener;
  if (owners.length === 0 && container === null && kernel === null) return null;
  const place = container === null && unit !== null ? ` (${unit.name})` : '';
  return cut(harmless(holderOf(listener) + place), longest);
}

/** As it is stored and told to hooks. */
export const listenerEvent = ({ kind, row, before, at }: TableChange): ListenerEvent => ({
  kind,
  at,
  transport: row.listener.kind,
  port: row.listener.port,
  address: row.listener.address,
  exposure: row.listener.exposure,
  holder: holderWords(row.listener),
  before: before && holderWords(before),
  verdict: row.verdict.level,
});

/** As viewers get it: redacted. */
export const changeDocument = (
  { kind, row, before }: TableChange,
  visibility: Visibility,
): ListenerChangeDocument => ({
  ...envelope('portreeve/listener-change/1'),
  kind,
  listener: listenerItem(row, { unredacted: false }),
  before: before && holderOf(before),
  visibility: visibilityItem(visibility),
});

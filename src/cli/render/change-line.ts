import type { AssessedListener } from '../../contract/listener-item.ts';
import { harmless } from '../../core/text.ts';
import type { ListenerChange } from '../../inspect/index.ts';
import type { Listener } from '../../inspect/listener.ts';
import { bindOf, holderOf, placeOf } from './listeners.ts';
import { levelMark, type Paint } from './style.ts';
import { clip } from './text.ts';

const signs = { opened: '+', closed: '-', restarted: '~', replaced: '!' } as const;
const hues = { opened: 'green', closed: 'dim', restarted: 'cyan', replaced: 'yellow' } as const;

export interface ShownChange {
  readonly kind: ListenerChange['kind'];
  readonly row: AssessedListener;
  readonly before: Listener | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** `06:12:03 + opened    8080/tcp on * by node server.js  ✓ plausible` */
export function changeLine(
  { kind, row, before, at }: ShownChange,
  { room, paint }: { readonly room: number; readonly paint: Paint },
): string {
  const { listener, verdict } = row;
  const time = new Date(at).toISOString().slice(11, 19);
  const was = before === null || kind === 'restarted' ? '' : ` (was ${harmless(holderOf(before))})`;
  const text = `${time} ${signs[kind]} ${kind.padEnd(9)} ${placeOf(listener)} on ${harmless(bindOf(listener))} by ${harmless(holderOf(listener))}${was}`;
  return `${paint[hues[kind]](clip(text, room - 13))}  ${levelMark(paint, verdict.level)}`;
}

import { type KnockEvent, seenIn } from '../../../core/knock.ts';
import { harmless } from '../../../core/text.ts';
import type { StoredEvent } from '../../../store/index.ts';
import type { Context } from '../../context.ts';
import { portNames, type Relation } from '../../../answer/index.ts';
import { counted, paragraph } from '../text.ts';
import { ago } from './ago.ts';
import { floodLines, victimLines } from './others.ts';
import { packetLines } from './packets.ts';
import type { PortName } from './ports.ts';
import { scanDetails } from './scan-details.ts';
import { instant, spanWord } from './times.ts';

interface Told {
  readonly skipped: number;
  readonly relations: readonly Relation[];
  /** Microseconds since 1970. */
  readonly now: number;
  readonly portName?: PortName;
}

/** An event as a person reads it: what it was, why it is called so, and its packets. */
export function whyText({ id, at, event }: StoredEvent, told: Told, { columns, paint }: Context): string {
  const view = { room: columns, paint, portName: told.portName ?? portNames(), who: () => null };
  const { first, last } = seenIn(event);
  const span = spanWord({ from: first, to: last });
  const seen = last === null ? `${span}; stored ${instant(at)} UTC` : `seen ${span}`;
  return [
    paragraph(`${id}: ${seen}, ${ago(at, told.now)}`, columns, '  ', '').replace(id, paint.bold(id)),
    '',
    ...story(event, view),
    ...evidenceLines(event, told, view),
  ].join('\n');
}

type View = Parameters<typeof scanDetails>[1];

function story(event: KnockEvent, view: View): readonly string[] {
  switch (event.type) {
    case 'scan':
      return scanDetails(event.scan, view);
    case 'backscatter':
      return victimLines([event.victim], event.victim.packets, view);
    case 'flood':
      return floodLines([event.flood], view);
    case 'drops': {
      const { reason, packets } = event.drops;
      return [paragraph(harmless(`${counted(packets, 'packet')} not looked at: ${reason}`), view.room, '  ')];
    }
  }
}

function evidenceLines(event: KnockEvent, { relations, skipped }: Told, view: View): readonly string[] {
  const { evidence: packets, packets: all } = seenIn(event);
  const { room, paint } = view;
  const left =
    skipped === 0 ? [] : [paint.dim(`${counted(skipped, 'packet')} left out: not as reeve writes them.`)];
  if (packets.length === 0) return event.type === 'drops' ? [] : ['', 'No packet was kept.', ...left];
  const [best = null] = relations.toSorted((a, b) => b.holds / b.tried - a.holds / a.tried);
  const title =
    packets.length < all
      ? `The first ${packets.length} of ${counted(all, 'packet')}`
      : counted(packets.length, 'packet');
  return [
    '',
    paint.bold(title),
    ...packetLines(packets, best, { room, paint }),
    ...left,
    ...(relations.length === 0 ? [] : ['', paint.bold('Worked out again from these packets')]),
    ...relations.map(({ name, text, holds, tried }) =>
      paragraph(`${text}: in ${holds} of ${tried} (${name})`, room, '    ', '  - '),
    ),
  ];
}

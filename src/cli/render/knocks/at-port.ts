import type { PortAnswer } from '../../../contract/port-document.ts';
import { harmless } from '../../../core/text.ts';
import type { PortKnocks } from '../../../store/index.ts';
import { counted, paragraph, thousands } from '../text.ts';
import type { PortView } from '../view.ts';
import { ago } from './ago.ts';
import { instant } from './times.ts';

/** Who knocked at a port, on its page; nothing where nothing was ever stored. */
export function knockLines(
  { knocks: { known, unknown }, query }: PortAnswer,
  { room, paint, now }: PortView,
): readonly string[] {
  const title = paint.bold('Who knocked');
  const say = (text: string): string => paragraph(harmless(text), room, '    ', '  ');
  if (unknown !== null) return [title, paint.yellow(say(`That cannot be told: ${unknown}.`))];
  if (known === null) return [];
  const port = query.transport === null ? String(query.port) : `${query.port}/${query.transport}`;
  const lines = known.events === 0 ? [say('Nobody, as far as is on record.')] : told(known, now).map(say);
  const broad =
    known.broad === 0
      ? []
      : [
          say(
            `${counted(known.broad, 'scan')} of so many ports that not each is on record may have included it.`,
          ),
        ];
  const more = known.events === 0 ? [] : [paint.dim(say(`reeve knocks --port ${port} lists them`))];
  return [title, ...lines, ...broad, ...more];
}

function told(
  { events, packets, sources, last, top, tools, complete }: PortKnocks,
  now: number,
): readonly string[] {
  const many = `${complete ? '' : 'the newest '}${counted(events, 'event')}`;
  const when = last === null ? '' : `; last ${ago(last, now)} (${instant(last).slice(0, 16)} UTC)`;
  const busiest = top.map(({ source, packets: sent }) => `${source} (${thousands(sent)})`).join(', ');
  const named = tools.map(({ tool, events: used }) => `${tool ?? 'unknown'} ${thousands(used)}`).join(', ');
  return [
    `${many}, ${counted(packets, 'packet')} from ${counted(sources, 'source')}${when}`,
    ...(busiest === '' ? [] : [`busiest: ${busiest}`]),
    ...(named === '' ? [] : [`tools: ${named}`]),
  ];
}

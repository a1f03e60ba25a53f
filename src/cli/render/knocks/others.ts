import type { Flood, Victim } from '../../../core/knock.ts';
import { harmless } from '../../../core/text.ts';
import { counted, paragraph, thousands } from '../text.ts';
import { namedPort, type PortName } from './ports.ts';
import type { DetailView } from './scan-details.ts';
import { duration } from './times.ts';
import { distinctWord } from './words.ts';

const most = 5;

/** Hosts under attack elsewhere. */
export function victimLines(
  victims: readonly Victim[],
  packets: number,
  view: DetailView,
): readonly string[] {
  if (victims.length === 0) return [];
  const { room, paint, portName } = view;
  const title = `Backscatter: ${counted(packets, 'packet')} from ${counted(victims.length, 'host')}, answers that nobody here is seen to have asked for`;
  return [
    paint.bold(paragraph(title, room, '  ', '')),
    ...victims
      .slice(0, most)
      .map((victim) => paragraph(harmless(victimText(victim, portName)), room, '    ', '  ')),
    ...moreLine(victims.length - most, 'host', view),
  ];
}

function victimText({ address, packets, answers, ports }: Victim, name: PortName): string {
  const kinds = answers.map(({ kind, packets: count }) => `${kind} ${thousands(count)}`).join(', ');
  const attacked = ports.slice(0, 4).map(({ port }) => namedPort(port, 'tcp', name));
  const at = attacked.length === 0 ? '' : `; attacked at ${attacked.join(', ')}`;
  return `${address}: ${counted(packets, 'packet')} (${kinds})${at}`;
}

/** Floods with forged senders. */
export function floodLines(floods: readonly Flood[], view: DetailView): readonly string[] {
  if (floods.length === 0) return [];
  const { room, paint, portName } = view;
  return [
    paint.bold('Floods with forged senders'),
    ...floods
      .slice(0, most)
      .flatMap((flood) => [
        paragraph(harmless(floodText(flood, portName)), room, '    ', '  '),
        ...flood.because.map((text) => paint.dim(paragraph(harmless(text), room, '      ', '    - '))),
      ]),
    ...moreLine(floods.length - most, 'flood', view),
  ];
}

function floodText(
  { target, port, transport, packets, sources, first, last }: Flood,
  name: PortName,
): string {
  const at = port === null ? transport : `${transport} ${namedPort(port, transport, name)}`;
  const span = first === null || last === null ? '' : ` in ${duration((last - first) / 1e6)}`;
  return `${target} ${at}: ${counted(packets, 'packet')} from ${distinctWord(sources, 'source')}${span}`;
}

const moreLine = (count: number, what: string, { paint }: DetailView): readonly string[] =>
  count > 0 ? [paint.dim(`  and ${counted(count, `more ${what}`)}`)] : [];

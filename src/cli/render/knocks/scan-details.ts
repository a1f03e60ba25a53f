import type { Scan, ToolVerdict } from '../../../core/knock.ts';
import { isTransport } from '../../../core/transport.ts';
import { harmless } from '../../../core/text.ts';
import type { Paint } from '../style.ts';
import { clip, counted, paragraph, thousands, width } from '../text.ts';
import { portList, type PortName } from './ports.ts';
import { sourceCell } from './scan-table.ts';
import { duration } from './times.ts';
import { chanceWord, distinctWord, kindWord, markOf, protocolWord } from './words.ts';

export interface DetailView {
  readonly room: number;
  readonly paint: Paint;
  readonly portName: PortName;
  /** Leaves out what is true of nearly all that is seen in silence: that the address may be forged. */
  readonly brief?: true;
  /** What is known of an address, in a few words; null for nothing. */
  readonly who: (address: string) => string | null;
}

/** Everything that stands behind one line of the table. */
export function scanDetails(scan: Scan, view: DetailView): readonly string[] {
  const { room, paint } = view;
  const { sign, hue } = markOf(scan);
  const who = scan.source === null ? null : view.who(scan.source);
  const line = (text: string): string => paragraph(harmless(text), room, '    ', '  ');
  const reason = (text: string): string => paint.dim(paragraph(harmless(text), room, '      ', '    - '));
  const source = clip(harmless(sourceCell(scan)), 60);
  const more = [kindWord(scan.kind), ...(who === null ? [] : [who])].join(', ');
  return [
    `${paint[hue](sign)} ${paint.bold(source)}  ${clip(harmless(more), Math.max(10, room - width(source) - 4))}`,
    line(amounts(scan)),
    ...scan.because.map(reason),
    ...portLine(scan, view).map(line),
    ...sourceLine(scan).map(line),
    line(toolText(scan.tool)),
    ...scan.tool.because.map(reason),
    ...scan.intent.flatMap(({ text, because }) => [
      line(`looks for: ${text}`),
      ...(because === '' ? [] : [reason(because)]),
    ]),
    ...answerLine(scan).map(line),
    ...(scan.spoofable && (view.brief !== true || scan.packets <= 2)
      ? [line('the address may be forged: nothing proves that its owner sent this')]
      : []),
  ];
}

function amounts({ packets, transport, targets, first, last, rate }: Scan): string {
  const [only] = targets.top;
  const to = targets.count === 1 && only !== undefined ? only : distinctWord(targets, 'host');
  const span = first === null || last === null || packets < 2 ? '' : ` in ${duration((last - first) / 1e6)}`;
  const speed = rate === null || rate < 1 ? '' : ` (${thousands(Math.round(rate))} a second)`;
  return `${counted(packets, `${protocolWord(transport)} packet`)} to ${to}${span}${speed}`;
}

const portLine = (scan: Scan, { portName }: DetailView): readonly string[] =>
  !isTransport(scan.transport) || scan.ports.count === 0
    ? []
    : [
        `${scan.ports.count === 1 ? 'port' : 'ports'} ${portList(scan, portName)}${scan.ports.exact ? '' : ' (estimated)'}`,
      ];

const mostSources = 6;

function sourceLine({ sources, sourceCount }: Scan): readonly string[] {
  if (sourceCount < 2) return [];
  const shown = sources.slice(0, mostSources);
  const rest = sourceCount - shown.length;
  return [`sources ${shown.join(', ')}${rest > 0 ? ` and ${thousands(rest)} more` : ''}`];
}

function toolText({ name, version, level, chance }: ToolVerdict): string {
  if (name === null) return 'tool: unknown';
  const by = version === null ? name : `${name} (${version})`;
  const how = chance === null ? '' : `, chance of a coincidence ${chanceWord(chance)}`;
  return `tool: ${by}, ${level}${how}`;
}

function answerLine({ answered: { accepted, refused } }: Scan): readonly string[] {
  if (accepted + refused === 0) return [];
  const parts = [
    ...(accepted > 0 ? [`${thousands(accepted)} accepted`] : []),
    ...(refused > 0 ? [`${thousands(refused)} refused`] : []),
  ];
  return [`answers: ${parts.join(', ')}`];
}

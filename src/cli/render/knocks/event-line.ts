import { type KnockEvent, type Scan, seenIn } from '../../../core/knock.ts';
import { harmless } from '../../../core/text.ts';
import type { Paint } from '../style.ts';
import { clip, counted, width } from '../text.ts';
import { namedPort, portsCell, type PortName } from './ports.ts';
import { sourceCell } from './scan-table.ts';
import { instant } from './times.ts';
import { distinctWord, kindWord, markOf, toolWord } from './words.ts';

/** What came to a decoy port, in a line. */
export interface DecoyVisit {
  readonly at: number;
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly source: string;
  readonly bytes: Uint8Array;
}

export interface EventView {
  readonly room: number;
  readonly paint: Paint;
  readonly portName: PortName;
}

/** One event on one line: `06:12:03 ▲ 192.0.2.7 port scan: 994 ports of 198.51.100.4, nmap, proven`. */
export function eventLine(event: KnockEvent, view: EventView): string {
  const { sign, hue } = signOf(event);
  const at = seenIn(event).last;
  const time = at === null ? '' : `${instant(at).slice(11)} `;
  const room = Math.max(10, view.room - time.length - 2);
  const whole = harmless(told(event, view));
  // What is left out at the end is left out whole.
  const text =
    width(whole) <= room || event.type !== 'scan' ? whole : harmless(scanLine(event.scan, view.portName));
  return `${view.paint.dim(time)}${view.paint[hue](sign)} ${clip(text, room)}`;
}

const mostShown = 64;

/** `06:12:03 ◆ 192.0.2.7 at decoy 2323 3d-nfsd: 12 bytes "GET / HTTP"`. */
export function decoyLine({ at, transport, port, source, bytes }: DecoyVisit, view: EventView): string {
  const said = Buffer.from(bytes.subarray(0, mostShown)).toString('latin1');
  const what =
    bytes.length === 0 ? 'said nothing' : `${counted(bytes.length, 'byte')} ${JSON.stringify(said)}`;
  const time = `${instant(at).slice(11)} `;
  const text = `${source} at decoy ${namedPort(port, transport, view.portName)}: ${what}`;
  return `${view.paint.dim(time)}${view.paint.magenta('◆')} ${clip(harmless(text), Math.max(10, view.room - time.length - 2))}`;
}

const signOf = (event: KnockEvent): { readonly sign: string; readonly hue: keyof Paint } => {
  if (event.type === 'scan') return markOf(event.scan);
  if (event.type === 'backscatter') return { sign: '↩', hue: 'dim' };
  return event.type === 'flood' ? { sign: '≋', hue: 'red' } : { sign: '!', hue: 'red' };
};

function told(event: KnockEvent, { portName }: EventView): string {
  switch (event.type) {
    case 'scan':
      return `${scanLine(event.scan, portName)}, ${counted(event.scan.packets, 'packet')}`;
    case 'backscatter':
      return `${event.victim.address} answered ${counted(event.victim.packets, 'packet')} that others sent in our name`;
    case 'flood': {
      const { target, port, transport, packets, sources } = event.flood;
      const at = port === null ? transport : `${namedPort(port, transport, portName)}/${transport}`;
      return `flood of ${target} ${at}: ${counted(packets, 'packet')} from ${distinctWord(sources, 'source')}`;
    }
    case 'drops':
      return `${counted(event.drops.packets, 'packet')} not looked at: ${event.drops.reason}`;
  }
}

function scanLine(scan: Scan, portName: PortName): string {
  const { tool, targets } = scan;
  const [target] = targets.top;
  const of = targets.count === 1 && target !== undefined ? target : distinctWord(targets, 'host');
  const by = tool.name === null ? '' : `, ${toolWord(tool)}`;
  return `${sourceCell(scan)} ${kindWord(scan.kind)}: ${portsCell(scan, portName)} of ${of}${by}`;
}

import { isPort } from '../../core/port.ts';
import type { Span } from '../../core/range.ts';

/** The names asked of sysctl(8). */
export const rangeNames = [
  'net.inet.ip.portrange.first',
  'net.inet.ip.portrange.last',
  'net.inet.ip.portrange.hifirst',
  'net.inet.ip.portrange.hilast',
];

/**
 * From where the kernel picks ports of outgoing connections: `first` to `last` (sockets that ask for the high range
 * get `hifirst` to `hilast`, which macOS has the same). Null where they could not be read.
 */
export function parseRange(text: string): Span | null {
  const values = new Map<string, number>();
  for (const line of text.split('\n')) {
    const match = /^net\.inet\.ip\.portrange\.(\w+)\s*[:=]\s*(\d{1,5})\s*$/.exec(line);
    if (match !== null) values.set(match[1] ?? '', Number(match[2]));
  }
  return (
    spanOf(values.get('first'), values.get('last')) ?? spanOf(values.get('hifirst'), values.get('hilast'))
  );
}

const spanOf = (from: number | undefined, to: number | undefined): Span | null =>
  isPort(from) && isPort(to) ? { from: Math.min(from, to), to: Math.max(from, to) } : null;

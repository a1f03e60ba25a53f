import { parseColonPlace } from '../asked/place.ts';
import type { WindowsSocket } from './json.ts';

export interface NetstatSockets {
  readonly sockets: readonly WindowsSocket[];
  /** Lines of TCP and UDP sockets that could not be read. */
  readonly skipped: number;
}

/**
 * Reads `netstat -aon` of a Windows of any language. Headings and states are translated (`ABHÖREN`, and its bytes are
 * of the console's code page), so a listener is known by its shape: TCP whose foreign end is the wildcard with port 0.
 */
export function parseNetstat(text: string): NetstatSockets {
  const sockets: WindowsSocket[] = [];
  let skipped = 0;
  for (const line of text.split(/\r?\n/)) {
    const words = line.trim().split(/\s+/);
    const [protocol = '', localText = '', foreign = ''] = words;
    if (protocol !== 'TCP' && protocol !== 'UDP') continue;
    if (protocol === 'TCP' && foreign !== '0.0.0.0:0' && foreign !== '[::]:0' && foreign !== '*:*') {
      // A connection, where the foreign end can be read at all.
      if (parseColonPlace(foreign) === null) skipped++;
      continue;
    }
    const local = parseColonPlace(localText);
    const pid = /^\d{1,10}$/.test(words.at(-1) ?? '') ? Number(words.at(-1)) : null;
    if (local === null || local.port === null || pid === null || words.length < 4) skipped++;
    else sockets.push({ kind: protocol === 'TCP' ? 'tcp' : 'udp', local, pid, madeAt: null });
  }
  return { sockets, skipped };
}

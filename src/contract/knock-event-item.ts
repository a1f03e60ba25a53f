import type { KnockEvent } from '../core/knock.ts';
import { isoTime } from '../core/time.ts';
import type { DecoyRecord } from '../watch/index.ts';
import { envelope } from './envelope.ts';
import type { KnockEventDocument } from './knock-event.ts';
import { dropsItem, floodItem, scanItem, victimItem } from './scan-item.ts';

const without = { evidence: false } as const;

/** `portreeve/knock-event/1` of an event, with the packets behind it where they are asked for. */
export function knockEventItem(
  event: KnockEvent,
  options: { readonly evidence: boolean } = without,
): KnockEventDocument {
  const { key } = event;
  const opened = envelope('portreeve/knock-event/1');
  switch (event.type) {
    case 'scan':
      return { ...opened, type: 'scan', key, scan: scanItem(event.scan, options) };
    case 'backscatter':
      return { ...opened, type: 'backscatter', key, victim: victimItem(event.victim, options) };
    case 'flood':
      return { ...opened, type: 'flood', key, flood: floodItem(event.flood, options) };
    case 'drops':
      return { ...opened, type: 'drops', key, drops: dropsItem(event.drops) };
  }
}

/** The same for what came to a decoy port. */
export const decoyItem = (record: DecoyRecord): KnockEventDocument => ({
  ...envelope('portreeve/knock-event/1'),
  type: 'decoy',
  key: `decoy ${record.transport} ${record.port} ${record.source} ${record.sourcePort} ${record.at}`,
  decoy: {
    at: isoTime(record.at),
    transport: record.transport,
    port: record.port,
    source: record.source,
    sourcePort: record.sourcePort,
    bytes: Buffer.from(record.bytes).toString('hex'),
    end: record.end,
  },
});

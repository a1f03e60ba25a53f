import type { KnockEvent } from '../core/knock.ts';
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

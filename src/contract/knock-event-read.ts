import type { Drops, Flood, KnockEvent, Scan, Victim } from '../core/knock.ts';
import type { ProbeProtocol } from '../core/probe.ts';
import type { KnockEventDocument } from './knock-event.ts';

type Document<Type extends KnockEventDocument['type']> = Extract<KnockEventDocument, { type: Type }>;

/** Microseconds; the documents have them as ISO 8601. */
const at = (time: string | null): number | null => (time === null ? null : Date.parse(time) * 1000);
const span = ({ first, last }: { readonly first: string | null; readonly last: string | null }) => ({
  first: at(first),
  last: at(last),
});

/** The event of a checked document, without its packets; null for what came to a decoy port, which is none. */
export function knockEventOf(document: KnockEventDocument): KnockEvent | null {
  const { key } = document;
  switch (document.type) {
    case 'scan':
      return { type: 'scan', key, scan: scanOf(document) };
    case 'backscatter':
      return { type: 'backscatter', key, victim: victimOf(document) };
    case 'flood':
      return { type: 'flood', key, flood: floodOf(document) };
    case 'drops':
      return { type: 'drops', key, drops: dropsOf(document) };
    case 'decoy':
      return null;
  }
}

const scanOf = ({ scan }: Document<'scan'>): Scan => ({
  ...scan,
  ...span(scan),
  transport: scan.transport as ProbeProtocol,
  evidence: [],
});

const victimOf = ({ victim }: Document<'backscatter'>): Victim => ({
  ...victim,
  ...span(victim),
  evidence: [],
});

const floodOf = ({ flood }: Document<'flood'>): Flood => ({
  ...flood,
  ...span(flood),
  transport: flood.transport as ProbeProtocol,
  evidence: [],
});

const dropsOf = ({ drops }: Document<'drops'>): Drops => ({ ...drops, ...span(drops) });

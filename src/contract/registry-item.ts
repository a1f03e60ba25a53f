import type { FindResult, Registry } from '../registry/index.ts';
import { portRanges } from '../core/range.ts';
import { envelope } from './envelope.ts';
import { rangeItem } from './port-document.ts';
import type { RangesDocument } from './ranges.ts';
import type { FindDocument, RegistryStatusDocument } from './registry.ts';

/** `portreeve/find/1` */
export const toFindDocument = (words: string, results: readonly FindResult[]): FindDocument => ({
  ...envelope('portreeve/find/1'),
  words,
  results: results.map(({ port, toPort, transports, service, description, score, why }) => ({
    port,
    toPort,
    transports: [...transports],
    service,
    description,
    score,
    why,
  })),
});

/** `portreeve/registry-status/1` */
export const toRegistryStatusDocument = ({
  layers,
  notes,
}: ReturnType<Registry['status']>): RegistryStatusDocument => ({
  ...envelope('portreeve/registry-status/1'),
  layers: layers.map((layer) => ({
    ...layer,
    source: layer.source && { ...layer.source },
    counts: layer.counts && { ...layer.counts },
  })),
  notes: [...notes],
});

/** `portreeve/ranges/1` */
export function toRangesDocument(registry: Registry): RangesDocument {
  const ranges = portRanges.map(({ from }) => registry.rangeInfo(from));
  const source = ranges[0]?.source ?? null;
  return {
    ...envelope('portreeve/ranges/1'),
    source: source && { name: source.name, date: source.date },
    ranges: ranges.map(rangeItem),
    namedRanges: registry
      .namedRanges()
      .map(({ ports, service }) => ({ from: ports.from, to: ports.to, service })),
  };
}

import type { Intent } from '../../core/knock.ts';
import type { SourceSummary } from '../source-summary.ts';
import { classifyPayload, type PayloadClass } from './payloads/index.ts';
import { payloadBytes } from './payloads/sample.ts';

/** What the kept datagrams ask for, the most frequent first. */
export function payloadIntents(summary: SourceSummary): readonly Intent[] {
  if (summary.protocol !== 'udp') return [];
  const found = new Map<string, { readonly kind: PayloadClass; count: number }>();
  let carrying = 0;
  for (const { payload, payloadLength, destinationPort } of summary.samples) {
    if (payload === null || payload === '' || destinationPort === null) continue;
    carrying++;
    const kind = classifyPayload(payloadBytes(payload), payloadLength ?? 0, destinationPort);
    if (kind === null) continue;
    const had = found.get(kind.name);
    if (had === undefined) found.set(kind.name, { kind, count: 1 });
    else had.count++;
  }
  return [...found.values()]
    .toSorted((one, other) => other.count - one.count)
    .map(({ kind, count }) => ({
      name: kind.amplification ? `amplifier-${kind.service}` : kind.name,
      text: kind.amplification ? `${kind.text}: an amplifier for forged senders` : kind.text,
      because: `the payload in ${count} of ${carrying} kept packets with data`,
    }));
}

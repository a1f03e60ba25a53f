import type { SourceSummary } from '../source-summary.ts';
import { classifyPayload } from './payloads/index.ts';
import { payloadBytes } from './payloads/sample.ts';

/** What programs ask of servers by day: names, the time, a page, other peers. */
const plain: ReadonlySet<string> = new Set([
  'dns-query',
  'ntp-client',
  'quic-initial',
  'bittorrent-dht',
  'bittorrent-utp',
]);

/** Each kept datagram is an ordinary client's request: nothing that amplifies, nothing out of a tool's file. */
export const asksPlainly = ({ samples }: SourceSummary): boolean =>
  samples.length > 0 &&
  samples.every(({ payload, payloadLength, destinationPort }) => {
    if (payload === null || payload === '' || destinationPort === null) return false;
    const found = classifyPayload(payloadBytes(payload), payloadLength ?? 0, destinationPort);
    return found !== null && found.tool === null && !found.amplification && plain.has(found.name);
  });

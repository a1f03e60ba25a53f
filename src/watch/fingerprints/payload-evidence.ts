import { classifyPayload, type PayloadTool } from '../intent/payloads/index.ts';
import { payloadBytes } from '../intent/payloads/sample.ts';
import type { SourceSummary } from '../source-summary.ts';
import { differentValues } from './evidence.ts';
import type { Candidate } from './rule.ts';

/** UDP payloads that only this tool's own probe files hold. */
export function payloadCandidate(summary: SourceSummary, tool: PayloadTool): Candidate | null {
  if (summary.protocol !== 'udp') return null;
  let carrying = 0;
  const names: string[] = [];
  let amplifying = false;
  for (const probe of summary.samples) {
    if (probe.payload === null || probe.payload === '' || probe.destinationPort === null) continue;
    carrying++;
    const found = classifyPayload(
      payloadBytes(probe.payload),
      probe.payloadLength ?? 0,
      probe.destinationPort,
    );
    if (found?.tool !== tool) continue;
    names.push(found.name);
    amplifying ||= found.amplification;
  }
  if (names.length === 0 || names.length < carrying / 4) return null;
  const different = differentValues(names);
  return {
    version: null,
    level: names.length >= 2 && (amplifying || !isAnswered(summary)) ? 'likely' : 'possible',
    chance: null,
    packets: names.length,
    because: [
      `Payloads as in ${tool}'s own probe files (${different.slice(0, 5).join(', ')}) in ${names.length} of ${carrying} kept packets with data.`,
    ],
  };
}

/** A client's requests are answered: it has servers that it knows. What seeks amplifiers is none, whoever answers. */
const isAnswered = ({ answered, packets, retries }: SourceSummary): boolean =>
  answered.accepted > 0 && answered.accepted * 2 >= packets - retries;

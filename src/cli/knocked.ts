import { agentPlace, agentSocket } from '../agent/index.ts';
import { type KnockRecord, knockRecord } from '../answer/index.ts';
import { formatPortQuery, type PortQuery } from '../core/port.ts';
import type { Context } from './context.ts';

/** What is on record of these ports: the agent's answer where there is one, else the store's. */
export async function knockedAt(context: Context, queries: readonly PortQuery[]): Promise<KnockRecord> {
  if (agentSocket(agentPlace(context.env)) === null) return knockRecord();
  const { askAgent } = await import('./asking.ts');
  const asked = queries.map(({ port, transport }) => ({ ask: 'portKnocks', port, transport }) as const);
  const answers = await askAgent(context, asked);
  if (answers === null) return knockRecord();
  const known = new Map(queries.map((query, index) => [formatPortQuery(query), answers[index] ?? null]));
  return {
    at: (query) => ({ known: known.get(formatPortQuery(query)) ?? null, unknown: null }),
    close: () => undefined,
  };
}

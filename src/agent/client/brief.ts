import { agentDocument } from './api.ts';

/** The agent's state in what a line needs; the whole of it is `portreeve/status/1`. */
export interface AgentBrief {
  readonly version: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly capture: string;
  readonly interfaces: readonly string[];
  readonly addresses: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Null where it does not say so. @throws AgentTrouble */
export async function agentBrief(socket: string): Promise<AgentBrief | null> {
  return briefOf(await agentDocument(socket, { method: 'GET', path: '/api/v1/status' }));
}

/** Read by hand: the document's own validator costs more to load than all the rest. */
export function briefOf(value: unknown): AgentBrief | null {
  const { schema, version, startedAt, capture, addresses } = fields(value);
  const { state, interfaces } = fields(capture);
  if (schema !== 'portreeve/status/1' || typeof version !== 'string' || typeof startedAt !== 'string')
    return null;
  if (typeof state !== 'string' || Number.isNaN(Date.parse(startedAt))) return null;
  return { version, startedAt, capture: state, interfaces: texts(interfaces), addresses: texts(addresses) };
}

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one: unknown) => typeof one === 'string').slice(0, 64) : [];

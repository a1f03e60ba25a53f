import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isReeveError } from '../../core/errors.ts';
import { transports } from '../../core/transport.ts';
import type { StoreReader } from '../../store/index.ts';
import { askReader, type StoreQuestion } from './questions.ts';
import { mostThroughAgent, ownerProtocol } from './wire.ts';

const text = z.string().max(200);
const time = z.number().exactOptional();
const port = z.int().min(0).max(65_535);
const limit = z.int().min(1).max(mostThroughAgent);
const transport = z.enum(transports);
const short = text.exactOptional();

const question: z.ZodType<StoreQuestion> = z.discriminatedUnion('ask', [
  z.strictObject({
    ask: z.literal('knocks'),
    query: z.strictObject({
      since: time,
      until: time,
      port: port.exactOptional(),
      transport: transport.exactOptional(),
      source: short,
      tool: short,
      kind: short,
      limit,
      oldestFirst: z.boolean().exactOptional(),
    }),
  }),
  z.strictObject({ ask: z.literal('source'), address: text }),
  z.strictObject({ ask: z.literal('event'), id: text }),
  z.strictObject({ ask: z.literal('portKnocks'), port, transport: transport.nullable() }),
  z.strictObject({ ask: z.literal('status') }),
  z.strictObject({
    ask: z.literal('feedback'),
    query: z.strictObject({ page: short, since: time, limit }),
  }),
  z.strictObject({
    ask: z.literal('timeline'),
    query: z.strictObject({
      since: z.number(),
      until: z.number(),
      spans: z.int().min(1).max(500),
      port: port.exactOptional(),
      source: short,
    }),
  }),
  z.strictObject({
    ask: z.literal('top'),
    query: z.strictObject({
      by: z.enum(['port', 'source', 'tool', 'kind']),
      since: z.number(),
      until: z.number(),
      limit,
    }),
  }),
]);

const asked = z.strictObject({
  protocol: z.literal(ownerProtocol),
  store: z.string().max(4096),
  questions: z.array(question).min(1).max(256),
});

/**
 * The agent's half: gives what answers the owner's questions to the store, JSON text to JSON text. It never throws: what
 * cannot be answered here is refused, and the command line reads the file itself, which says what is wrong with it.
 * @param store the store as it is now; null where there is none
 */
export function ownerAnswers(store: () => { readonly reader: StoreReader; readonly path: string } | null) {
  return (body: string): string => {
    const say = (reply: object): string => JSON.stringify({ protocol: ownerProtocol, ...reply });
    try {
      const wanted = asked.safeParse(JSON.parse(body));
      if (!wanted.success) return say({ refused: 'question' });
      const kept = store();
      if (kept === null) return say({ refused: 'no-store' });
      if (!isSame(kept.path, wanted.data.store)) return say({ refused: 'other-store' });
      return say({ answers: wanted.data.questions.map((one) => askReader(kept.reader, one)) });
    } catch (error) {
      return say({ refused: isReeveError(error) ? error.code : 'failed' });
    }
  };
}

/** By name, or by what the names lead to: a service's folder of state is often behind a link. */
function isSame(kept: string, wanted: string): boolean {
  if (resolve(kept) === resolve(wanted)) return true;
  try {
    return realpathSync(kept) === realpathSync(wanted);
  } catch {
    return false;
  }
}

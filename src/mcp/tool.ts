import type { McpServer } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import { isReeveError } from '../core/errors.ts';
import { harmlessLines } from '../core/text.ts';
import { bounded } from './bounded.ts';
import { briefSchema } from './brief-schema.ts';

/** What a tool answers: a document of the contract, and what it says in a few words. */
interface Answer<Document> {
  readonly document: Document;
  readonly text: string;
}

export interface Tool<In extends z.ZodObject, Out extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: In;
  readonly output: Out;
  /** @throws ReeveError */
  readonly answer: (input: z.output<In>) => Promise<Answer<z.output<Out>>>;
}

/** Types the parts of a tool by each other. */
export const tool = <In extends z.ZodObject, Out extends z.ZodObject>(one: Tool<In, Out>): Tool<In, Out> =>
  one;

/** Every tool reads this machine, its files and its registry, and nothing beyond. */
const annotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

export function addTool<In extends z.ZodObject, Out extends z.ZodObject>(
  server: McpServer,
  { name, title, description, input, output, answer }: Tool<In, Out>,
): void {
  // The validator in general: what it gives is settled by `answer`.
  const asked: z.ZodObject = input;
  server.registerTool(
    name,
    {
      title,
      description,
      inputSchema: asked,
      outputSchema: briefSchema(output),
      annotations: { title, ...annotations },
    },
    async (given) => {
      try {
        // Checked by the SDK against the same validator before it comes here.
        const { document, text } = await answer(given as z.output<In>);
        return {
          content: [{ type: 'text', text: harmlessLines(text) }],
          structuredContent: bounded(document) as Record<string, unknown>,
        };
      } catch (error) {
        return { isError: true, content: [{ type: 'text', text: harmlessLines(wordsFor(error)) }] };
      }
    },
  );
}

/** What was asked, what was found and what to do, as everywhere. */
function wordsFor(error: unknown): string {
  if (isReeveError(error)) return `${error.message} [${error.code}]`;
  return `reeve failed (${error instanceof Error ? error.message : String(error)}). Report it. [INTERNAL]`;
}

import type { Readable, Writable } from 'node:stream';

/** See `serve.ts`: answers by the Model Context Protocol until the input ends. */
export const serveMcp = async (input: Readable, output: Writable): Promise<void> =>
  await (await import('./serve.ts')).serveMcp(input, output);

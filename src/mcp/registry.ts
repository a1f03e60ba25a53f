import { z } from 'zod';
import { toFindDocument } from '../contract/registry-item.ts';
import { findDocument } from '../contract/registry.ts';
import { openRegistry } from '../registry/index.ts';
import { limit } from './inputs.ts';
import { tool } from './tool.ts';
import { findText } from './words.ts';

export const findTool = tool({
  name: 'find',
  title: 'Search the registry',
  description: 'Ports by words: services, descriptions and dossiers, typo tolerant.',
  input: z.strictObject({
    words: z.string().min(1).max(200).describe('Such as "remote desktop" or "postgres"'),
    limit: limit(50, 15),
  }),
  output: findDocument,
  answer: ({ words, limit: most }) => {
    const document = toFindDocument(words, openRegistry().finder().find(words, { limit: most }));
    return Promise.resolve({ document, text: findText(document) });
  },
});

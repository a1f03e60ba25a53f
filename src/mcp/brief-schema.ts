import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { z } from 'zod';

const most = Number.MAX_SAFE_INTEGER;

/** What says nothing that the type or the format does not say: the pattern of a date alone has 300 characters. */
function shorten({ jsonSchema: one }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (one.format !== undefined) delete one.pattern;
  if (one.minimum === -most) delete one.minimum;
  if (one.maximum === most) delete one.maximum;
}

/**
 * The validator of a document as it is told to programs, in short: parts that occur again are written once. Some programs
 * hand the whole list of tools to a model.
 */
export function briefSchema(schema: z.ZodObject): StandardSchemaWithJSON {
  const standard = schema['~standard'];
  const json = (io: 'input' | 'output') => (): Record<string, unknown> => {
    const options = { target: 'draft-2020-12', reused: 'ref', override: shorten, io } as const;
    const { $schema: _, ...rest } = z.toJSONSchema(schema, options);
    return rest;
  };
  return {
    '~standard': {
      version: 1,
      vendor: standard.vendor,
      validate: (value) => standard.validate(value),
      jsonSchema: { input: json('input'), output: json('output') },
    },
  };
}

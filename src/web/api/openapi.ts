import { z } from 'zod';
import { documents } from '../../contract/documents.ts';
import type { ApiRoute } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

/** `portreeve/port/1` as a component: `port-1`. */
const componentOf = (schema: string): string => schema.replace('portreeve/', '').replace('/', '-');
const refTo = (schema: string): Json => ({ $ref: `#/components/schemas/${componentOf(schema)}` });

const problem = 'portreeve/problem/1';
const live = 'portreeve/live/1';

/** The OpenAPI 3.1 document of these routes, made from the validators that check their requests and answers. */
export function openApi(routes: readonly ApiRoute[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = (paths[`/api/v1${route.path}`] ??= {});
    path[route.method] = operation(route);
  }
  const used = [...new Set([...routes.flatMap(({ answers }) => answers ?? []), problem, live])].sort();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Portreeve',
      version,
      description: 'What a port is, who holds it here, who knocks, and whether that should be so.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries(
        used.map((name) => [componentOf(name), schemaOf(documents[name], 'output')]),
      ),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'Beyond this machine' },
        session: { type: 'apiKey', in: 'cookie', name: 'reeve-session' },
      },
    },
  };
}

function operation({ name, summary, params, query, body, answers, produces, access }: ApiRoute): Json {
  const parameters = [
    ...Object.entries(params).map(([key, type]) => parameter(key, type, 'path')),
    ...Object.entries(query).map(([key, type]) => parameter(key, type, 'query')),
  ];
  const [type, schema, description] =
    answers === null
      ? [produces?.type ?? 'application/json', {}, produces?.description ?? summary]
      : ['application/json', refTo(answers), answers];
  return {
    operationId: name,
    summary,
    ...(access === 'reader'
      ? {}
      : {
          description:
            access === 'owner'
              ? "Only over the owner's unix socket."
              : "Only over the owner's unix socket, or in the session of a signed-in operator.",
          security: [{ session: [] }],
        }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body, 'input') } },
          },
        }),
    responses: {
      200: { description, content: { [type]: { schema } } },
      default: {
        description: 'What is wrong, as RFC 9457 has it',
        content: { 'application/problem+json': { schema: refTo(problem) } },
      },
    },
  };
}

function parameter(name: string, type: z.ZodType, where: 'path' | 'query'): Json {
  const { description, ...schema } = schemaOf(type, 'input');
  const required = where === 'path' || !type.safeParse(undefined).success ? !isOptional(type) : false;
  return { name, in: where, required, ...(description === undefined ? {} : { description }), schema };
}

/** An optional key of an object, which `undefined` itself need not satisfy. */
const isOptional = (type: z.ZodType): boolean => z.object({ it: type }).safeParse({}).success;

function schemaOf(type: z.ZodType | undefined, io: 'input' | 'output'): Json {
  if (type === undefined) throw new Error('There is no such document');
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io });
  return schema;
}

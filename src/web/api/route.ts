import type { z } from 'zod';
import type { documents } from '../../contract/documents.ts';
import type { Site } from '../server/site.ts';
import type { Visitor } from '../server/gate.ts';

type Fields = Readonly<Record<string, z.ZodType>>;

/** A checked request. */
export interface ApiRequest<Params, Query, Body> {
  readonly site: Site;
  readonly visitor: Visitor;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Microseconds since 1970. */
  readonly now: number;
}

/** An address of the API: what it takes, what it answers, who may ask. Checks and OpenAPI both come from it. */
export interface ApiRoute {
  readonly method: 'get' | 'post';
  /** Below `/api/v1`, parameters in braces: `/ports/{port}`. */
  readonly path: string;
  /** Stable, for programs made from the OpenAPI document. */
  readonly name: string;
  readonly summary: string;
  readonly params: Fields;
  readonly query: Fields;
  readonly body: z.ZodType | null;
  /** The document that it answers with, by its schema's name; null: a stream or a foreign format, see `produces`. */
  readonly answers: keyof typeof documents | null;
  readonly produces?: { readonly type: string; readonly description: string };
  /** `owner`: only over the owner's socket; `operator`: a signed-in one, too; whose page sent it is checked. */
  readonly access: 'reader' | 'operator' | 'owner';
  /** Where a page's own form leads that was sent here, by what was answered: a path without language. */
  readonly leadsTo?: (document: never) => string;
  /** May be kept by the client and asked for again by its ETag. */
  readonly kept: boolean;
  /** Null: a stream, which is answered before anything is routed. */
  readonly run: ((request: ApiRequest<never, never, never>) => unknown) | null;
}

type Values<F extends Fields> = Readonly<z.output<z.ZodObject<F>>>;

interface Given<P extends Fields, Q extends Fields, B extends z.ZodType | null> {
  readonly method?: 'get' | 'post';
  readonly path: string;
  readonly name: string;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answers: ApiRoute['answers'];
  readonly produces?: NonNullable<ApiRoute['produces']>;
  readonly access?: ApiRoute['access'];
  readonly kept?: boolean;
  readonly leadsTo?: (document: never) => string;
  readonly run:
    | ((request: ApiRequest<Values<P>, Values<Q>, B extends z.ZodType ? z.output<B> : null>) => unknown)
    | null;
}

/** Declares a route; its handler gets what its validators give. */
export const route = <
  P extends Fields = Readonly<Record<string, never>>,
  Q extends Fields = Readonly<Record<string, never>>,
  B extends z.ZodType | null = null,
>(
  given: Given<P, Q, B>,
): ApiRoute => ({
  method: given.method ?? 'get',
  path: given.path,
  name: given.name,
  summary: given.summary,
  params: given.params ?? {},
  query: given.query ?? {},
  body: given.body ?? null,
  answers: given.answers,
  ...(given.produces === undefined ? {} : { produces: given.produces }),
  access: given.access ?? 'reader',
  kept: given.kept ?? false,
  ...(given.leadsTo === undefined ? {} : { leadsTo: given.leadsTo }),
  run: given.run,
});

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { type Answer, redirect, toResponse, writeAnswer } from './answer.ts';
import { type Asked, languageOf, wantsJson } from './asked.ts';
import { sentFromCache } from './cache-hit.ts';
import { type Connection, connectionOf } from './connection.ts';
import { countStatus } from './counts.ts';
import { directAnswer } from './direct.ts';
import type { AppEnv } from './env.ts';
import { notOneHost, signInNeeded, type Visitor } from './gate.ts';
import { saysOneHost } from './hosts.ts';
import { agentLinks } from './links.ts';
import { followLive } from './live/follow.ts';
import { failureAnswer, refusalAnswer } from './refusal-answer.ts';
import { refusalOf } from './refusal.ts';
import type { Site } from './site.ts';
import { readTarget, type Target } from './target.ts';

export type Handler = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

const nowhere: Target = { language: null, path: '/', query: '' };
/** What somebody needs who has yet to sign in. */
const open = /^\/(?:sign-in|robots\.txt|favicon\.ico)$|^\/assets\//;

/** Everything that comes over a socket: who may not ask is refused, what is kept is sent, what streams is followed. */
export function requestHandler(
  site: Site,
  app: Hono<AppEnv>,
  about: (socket: Socket) => Connection = connectionOf,
): Handler {
  const connections = new WeakMap<Socket, Connection>();
  const connection = (socket: Socket): Connection => {
    const known = connections.get(socket);
    if (known !== undefined) return known;
    const made = about(socket);
    connections.set(socket, made);
    return made;
  };
  const waiting = new WeakMap<IncomingMessage, Asked>();
  const route = getRequestListener(
    async (request, { incoming }) => {
      const asked = waiting.get(incoming as IncomingMessage);
      if (asked === undefined) throw new Error('A request was routed that nobody let in');
      const response = await app.fetch(request, { asked });
      countStatus(site.counts, response.status);
      return response;
    },
    {
      // What cannot even be made a request of.
      errorHandler: () =>
        toResponse({
          status: 400,
          headers: { 'content-type': 'text/plain; charset=utf-8' },
          body: 'This request cannot be understood.\n',
        }),
    },
  );
  return (incoming, outgoing) => {
    const from = connection(incoming.socket);
    const clear = saysOneHost(incoming);
    if (clear && sentFromCache(site, incoming, outgoing, from)) return;
    const send = (answer: Answer): void => {
      countStatus(site.counts, answer.status);
      // What it still sends is not read to its end.
      if (incoming.method !== 'GET' && incoming.method !== 'HEAD') outgoing.shouldKeepAlive = false;
      writeAnswer(outgoing, answer, incoming.method !== 'HEAD');
    };
    let target = nowhere;
    try {
      if (!clear) throw notOneHost();
      target = readTarget(incoming.url ?? '');
      const visitor = site.gate.visitor(incoming.headers, from) ?? stranger(target, from);
      const asked = { method: incoming.method ?? 'GET', headers: incoming.headers, target, visitor };
      if (target.path === '/api/v1/live' && followLive(site, asked, outgoing)) return;
      const direct = directAnswer(site, asked);
      if (direct !== null) {
        direct.then(send, (error: unknown) => send(failureAnswer(site, error, asked)));
        return;
      }
      waiting.set(incoming, asked);
      void route(incoming, outgoing);
    } catch (error) {
      const refusal = refusalOf(error);
      const asked = { target, headers: incoming.headers };
      const signIn = refusal.status === 401 && incoming.method === 'GET' && !wantsJson(asked);
      send(signIn ? toSignIn(asked) : refusalAnswer(site, refusal, asked));
    }
  };
}

/** Who is let in no further than to the form. @throws Refusal */
function stranger({ path }: Target, connection: Connection): Visitor {
  if (open.test(path)) return { role: 'reader', connection };
  throw signInNeeded();
}

function toSignIn({ target, headers }: Pick<Asked, 'target' | 'headers'>): Answer {
  const links = agentLinks(languageOf({ target, headers }));
  const next = links.page(target.path) + (target.query === '' ? '' : `?${target.query}`);
  return redirect(303, `${links.page('/sign-in')}?${new URLSearchParams({ next }).toString()}`);
}

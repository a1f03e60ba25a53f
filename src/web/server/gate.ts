import type { IncomingHttpHeaders } from 'node:http';
import { harmless } from '../../core/text.ts';
import { allowance } from './allowance.ts';
import { type Connection, householdOf } from './connection.ts';
import { cookie, cookieNames } from './cookies.ts';
import { type HostCheck, hostCheck, sameOrigin } from './hosts.ts';
import type { WebOptions } from './options.ts';
import { type Refusal, refuse } from './refusal.ts';
import { tokenCheck } from './secrets.ts';
import { openSessions, type Sessions } from './sessions.ts';

/** Who asks: the owner over the unix socket, a signed-in operator, somebody who may only read. */
export interface Visitor {
  readonly role: 'owner' | 'operator' | 'reader';
  readonly connection: Connection;
}

export interface Gate {
  readonly isOurHost: HostCheck;
  readonly sessions: Sessions;
  /** Who asks; null where nobody may know that we know him: he has to sign in. @throws Refusal */
  visitor(headers: IncomingHttpHeaders, connection: Connection): Visitor | null;
  /** @throws Refusal unless a page of this site sent it */
  checkOrigin(headers: IncomingHttpHeaders, connection: Connection): void;
  /** A token by the sign-in page: a session's secret. @throws Refusal */
  signIn(token: string, connection: Connection): string;
  /** A link by the sign-in page: a session's secret. @throws Refusal */
  redeem(code: string, connection: Connection): string;
}

/** After five wrong ones, one every half a minute. */
const attempts = { atOnce: 5, seconds: 30 };
/** Lines in the log about one address. */
const lines = { atOnce: 10, seconds: 60 };

type GateOptions = Pick<WebOptions, 'access' | 'listen' | 'now' | 'log'>;

export function openGate({ access, listen, now, log }: GateOptions): Gate {
  const sessions = openSessions();
  const isToken = tokenCheck(access.tokens);
  const isOurHost = hostCheck(
    access.names,
    listen.map(({ host }) => host),
  );
  const failures = allowance(attempts);
  const logged = allowance(lines);
  const tell = (text: string, { remoteAddress }: Connection, fields: object = {}): void => {
    if (logged.take(householdOf(remoteAddress), now()) === 0)
      log('warn', text, { address: remoteAddress, ...fields });
  };

  const checked = (valid: () => boolean, connection: Connection, wrong: Refusal): void => {
    const household = householdOf(connection.remoteAddress);
    const wait = failures.wait(household, now());
    if (wait > 0) throw tooMany(wait);
    if (valid()) return;
    failures.take(household, now());
    tell('A wrong token or sign-in link was refused', connection);
    throw wrong;
  };

  return {
    isOurHost,
    sessions,
    visitor: (headers, connection) => {
      if (connection.kind === 'owner') return { role: 'owner', connection };
      if (!isOurHost(headers.host, connection)) {
        tell('A request for another host was refused', connection, { host: shown(headers.host) });
        throw wrongHost(headers.host);
      }
      const secret = cookie(headers.cookie, cookieNames.session);
      if (secret !== null && sessions.isSignedIn(secret, now())) return { role: 'operator', connection };
      if (connection.kind === 'loopback' || connection.certified) return { role: 'reader', connection };
      const token = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(headers.authorization ?? '')?.[1];
      if (token === undefined) return null;
      checked(() => isToken(token), connection, signInNeeded());
      return { role: 'reader', connection };
    },
    checkOrigin: (headers, connection) => {
      if (connection.kind === 'owner') return;
      const { host, origin } = headers;
      const site = headers['sec-fetch-site'];
      if (sameOrigin({ host, origin, site: Array.isArray(site) ? site[0] : site }, connection)) return;
      tell('A change that another site sent was refused', connection, { origin: shown(origin) });
      throw refuse('ORIGIN_REFUSED', {
        asked: 'a change',
        found: 'no page of this site sent it',
        todo: 'Use the page itself, or the command line',
      });
    },
    signIn: (token, connection) => {
      checked(() => isToken(token), connection, wrongSecret('token'));
      log('info', 'An operator signed in by token', { address: connection.remoteAddress });
      return sessions.open(now());
    },
    redeem: (code, connection) => {
      let secret: string | null = null;
      checked(() => (secret = sessions.redeem(code, now())) !== null, connection, wrongSecret('link'));
      log('info', 'An operator signed in by link', { address: connection.remoteAddress });
      return secret ?? '';
    },
  };
}

const shown = (header: string | undefined): string => harmless((header ?? '').slice(0, 100));

const tooMany = (seconds: number): Refusal =>
  refuse(
    'TOO_MANY',
    { asked: 'to be let in', found: 'too many attempts failed', todo: `Wait ${seconds} seconds` },
    { headers: { 'retry-after': String(seconds) } },
  );

export const signInNeeded = (): Refusal =>
  refuse(
    'SIGN_IN_NEEDED',
    {
      asked: 'a page beyond this machine',
      found: 'the request bears no valid token',
      todo: 'Sign in, or send the token as Authorization: Bearer',
    },
    { headers: { 'www-authenticate': 'Bearer realm="portreeve"' } },
  );

const wrongSecret = (what: 'token' | 'link'): Refusal =>
  refuse(
    'SIGN_IN_NEEDED',
    {
      asked: `to sign in by a ${what}`,
      found: what === 'link' ? 'the link was used, is too old, or is none' : 'the token is not right',
      todo: 'Get a new link with reeve sign-in',
    },
    { status: 403 },
  );

const wrongHost = (host: string | undefined): Refusal =>
  refuse('HOST_REFUSED', {
    asked: `the host ${JSON.stringify(shown(host))}`,
    found: 'that is no name of this machine',
    todo: 'Call it by its address, such as 127.0.0.1',
  });

export const notOneHost = (): Refusal =>
  refuse(
    'HOST_REFUSED',
    { asked: 'a page', found: 'the request names no host, or more than one' },
    { status: 400 },
  );

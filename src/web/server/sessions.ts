import { digest, newSecret } from './secrets.ts';

const minute = 60e6;
/** A link that opens a session. */
const linkLife = 5 * minute;
/** Without a request, and in all. */
const idleLife = 60 * minute;
const sessionLife = 12 * 60 * minute;
const mostLinks = 16;
const mostSessions = 32;

/** A clock is corrected by seconds; one that is set back by more would make links and sessions last longer. */
const slack = minute;

interface Link {
  readonly from: number;
  readonly until: number;
}

interface Session {
  readonly until: number;
  seen: number;
}

/** Links that sign an operator in once, and the sessions that they open. Only digests are kept. */
export interface Sessions {
  /** A new link's code and when it ends, in microseconds. */
  invite(now: number): { readonly code: string; readonly expiresAt: number };
  /** Whether a code would still open a session; it stays as it is. */
  isOpen(code: string, now: number): boolean;
  /** Uses a code up: the new session's secret; null where the code is none, used or too old. */
  redeem(code: string, now: number): string | null;
  /** A session of somebody who showed a token. */
  open(now: number): string;
  isSignedIn(secret: string, now: number): boolean;
  end(secret: string): void;
}

export const sessionSeconds = sessionLife / 1e6;

export function openSessions(): Sessions {
  const links = new Map<string, Link>();
  const sessions = new Map<string, Session>();
  const key = (secret: string): string => digest(secret).toString('base64');
  const open = (now: number): string => {
    const secret = newSecret();
    sessions.set(key(secret), { until: now + sessionLife, seen: now });
    trim(sessions, mostSessions);
    return secret;
  };
  const isOpen = (code: string, now: number): boolean => {
    const link = links.get(key(code));
    return link !== undefined && now < link.until && now >= link.from - slack;
  };
  return {
    invite: (now) => {
      const code = newSecret();
      links.set(key(code), { from: now, until: now + linkLife });
      trim(links, mostLinks);
      return { code, expiresAt: now + linkLife };
    },
    isOpen,
    redeem: (code, now) => {
      const valid = isOpen(code, now);
      links.delete(key(code));
      return valid ? open(now) : null;
    },
    open,
    isSignedIn: (secret, now) => {
      const session = sessions.get(key(secret));
      if (session === undefined) return false;
      if (now > session.until || now - session.seen > idleLife || now < session.seen - slack) {
        sessions.delete(key(secret));
        return false;
      }
      session.seen = now;
      return true;
    },
    end: (secret) => void sessions.delete(key(secret)),
  };
}

function trim(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

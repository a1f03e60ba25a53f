export const cookieNames = { language: 'lang', session: 'reeve-session', visitor: 'reeve-visitor' } as const;

const longest = 4096;

/** The value of a cookie; null where there is none. Of two the first counts. */
export function cookie(header: string | undefined, name: string): string | null {
  if (header === undefined || header.length > longest) return null;
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at !== -1 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

interface CookieOptions {
  readonly secure: boolean;
  /** Seconds; 0 ends it. */
  readonly maxAge: number;
}

/** No script reads it, and no other site's page makes a browser send it. */
export const setCookie = (name: string, value: string, { secure, maxAge }: CookieOptions): string =>
  `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;

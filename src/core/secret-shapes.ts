import { isSecretName } from './secret-names.ts';

/** What stands in the place of a secret. */
export const hidden = '[redacted]';

// Every quantifier that could run over the same text twice is bounded: a hostile word of a megabyte costs one pass.

/** Tokens that tell by their own shape what they are. */
const knownTokens = new RegExp(
  [
    'gh[pousr]_[A-Za-z0-9]{20,255}',
    'github_pat_[A-Za-z0-9_]{20,255}',
    'glpat-[\\w-]{16,255}',
    'xox[abeoprs]-[A-Za-z0-9-]{10,255}',
    '(?:AKIA|ASIA)[0-9A-Z]{16}',
    'AIza[\\w-]{30,60}',
    'ya29\\.[\\w-]{20,2000}',
    'sk-(?=[\\w-]{0,255}[A-Z])(?=[\\w-]{0,255}\\d)[\\w-]{20,255}',
    '[rs]k_(?:live|test)_[A-Za-z0-9]{10,255}',
    'npm_[A-Za-z0-9]{30,100}',
    'pypi-AgE[\\w-]{16,1000}',
    'hvs\\.[\\w-]{20,500}',
    'dop_v1_[a-f0-9]{40,100}',
    'SG\\.[\\w-]{10,100}\\.[\\w-]{10,100}',
    'AGE-SECRET-KEY-1[0-9A-Z]{20,100}',
    '(?<!-)eyJ[\\w-]{10,8000}\\.[\\w-]{5,8000}\\.[\\w-]{0,8000}',
    '\\d{6,12}:[\\w-]{30,60}',
  ]
    .map((shape) => `(?<![A-Za-z0-9_])${shape}`)
    .join('|'),
  'g',
);

const privateKey = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,40}-----|$)/g;
const webhook = /(hooks\.slack\.com\/services\/|\/api\/webhooks\/\d{1,30}\/)[\w/-]{8,200}/g;
const scheme = /\b(Bearer|Basic)(\s{1,8})([\w.~+/=-]{8,8000})/g;

/** `scheme://…`, up to what cannot stand in an address. */
const address = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s"'<>`]+)/gi;

function redactAddress(whole: string, start: string, rest: string): string {
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const colon = authority.indexOf(':');
  const inside = authority.indexOf('@');
  if (colon !== -1 && (inside === -1 || colon < inside)) {
    // A number after the colon and no @ before the path: a port. Else a password, which may hold / and @ unescaped: it
    // is taken to reach to the last @, at the price of a host hidden where a path holds one too.
    const last = rest.lastIndexOf('@');
    const port = inside === -1 && /^\d{1,5}$/.test(authority.slice(colon + 1));
    return port || last < colon ? whole : `${start}${rest.slice(0, colon)}:${hidden}${rest.slice(last)}`;
  }
  // A token may stand where the user does.
  return inside >= 20 && /\d/.test(rest.slice(0, inside)) ? `${start}${hidden}${rest.slice(inside)}` : whole;
}

/** `user:password@host` without a scheme, where what follows looks like a host: `u:p@tcp(db:3306)/x`. */
const bare =
  /(?<![\w/:.+-])([\w.+-]{1,64}):([^\s"'/@:][^\s"'/]{0,255})@(?=[\w.-]{1,255}[.:(]|localhost\b|\[)(?!sha\d)/g;
const notUser = /^(?:acct|file|git|jsr|link|mailto|node|npm|patch|pkg|portal|sips?|workspace|xmpp)$/i;

/** `jdbc:oracle:thin:scott/tiger@host`. */
const oracle = /(:oracle:(?:thin|oci):[^\s/@]{1,64}\/)[^\s@]{1,255}@/g;

/** `name = "value"` and `name: 'value'` of inline code, settings and shells, to the closing quote or the end. */
const quotedPair = /(?<![\w.@-])([\w.@-]{1,120})(\s{0,4}[:=]\s{0,4})(\\{0,3}["'])(?:[^]*?)(?:(?<!\\)\3|$)/g;

const redactQuoted = (text: string): string =>
  text.replace(quotedPair, (whole, name: string, sign: string, quote: string) =>
    isSecretName(name) ? `${name}${sign}${quote}${hidden}${quote}` : whole,
  );

/** `name=value` inside a list; what ends the value follows from what stands before the name. */
const inList = /([?&;,:/])(\s{0,8})([\w.@-]{1,120})=/g;
const valueEnds: Readonly<Record<string, RegExp>> = {
  '?': /[&#\s"']/,
  '&': /[&#\s"']/,
  ';': /[;"']/,
  ',': /[,\s"')\]}]/,
};

function redactLists(text: string): string {
  let done = '';
  let from = 0;
  for (const match of text.matchAll(inList)) {
    const start = match.index + match[0].length;
    if (match.index < from || !isSecretName(match[3] ?? '')) continue;
    const rest = text.slice(start);
    // What is quoted has been seen to.
    if (/^\\{0,3}["']/.test(rest)) continue;
    const length = rest.search(valueEnds[match[1] ?? ''] ?? /\s/);
    done += text.slice(from, start) + hidden;
    from = length === -1 ? text.length : start + length;
  }
  return done + text.slice(from);
}

/** `"name": "value"` of JSON, also where its quotes are escaped once more. */
const jsonPair =
  /(\\{0,3}["'])([\w.@ -]{1,120})\1(\s{0,8}:\s{0,8})(?:(\\{0,3}["'])([^]*?)(?<!\\)\4|[\w.+-]+)/g;

const redactJson = (text: string): string =>
  text.replace(jsonPair, (whole, quote: string, name: string, colon: string, open: string | undefined) =>
    isSecretName(name) ? `${quote}${name}${quote}${colon}${open ?? ''}${hidden}${open ?? ''}` : whole,
  );

/** Secrets in any text that tell by their shape or by a name beside them in an address, a list or JSON. */
export function redactShapes(text: string): string {
  // Shorter than the shortest of these shapes.
  if (text.length < 6) return text;
  // Addresses first: what is a password there may look like a name in a list.
  const addresses = text
    .replace(address, redactAddress)
    .replace(bare, (whole, user: string) => (notUser.test(user) ? whole : `${user}:${hidden}@`))
    .replace(oracle, `$1${hidden}@`);
  return redactLists(redactQuoted(redactJson(addresses)))
    .replace(knownTokens, hidden)
    .replace(privateKey, hidden)
    .replace(webhook, `$1${hidden}`)
    .replace(scheme, (whole, name: string, gap: string, value: string) =>
      /[\dA-Z=]/.test(value) ? `${name}${gap}${hidden}` : whole,
    );
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words that make a name a secret's wherever they stand in it: `db-password`, `TOKEN_SECRET`, `PASSWORD_HASH`. */
const anywhere =
  /(?:password|passwd|passphrase|passcode|passwort|secret|token|credential|apikey|secretkey|privatekey|accesskey|accountkey|authkey|masterkey)s?$/;

/** Words that do so only at the end: `auth-backend` and `cookie-domain` name no secret, `http-auth` does. */
const atEnd = words(
  'auth authorization bearer cookie dsn jwt otp pass passin passout psk psw pswd pw signature',
);
const gluedAtEnd = /(?:authorization|cookie|pass|pwd|(?:basic|http|master|proxy|require)auth)$/;
/** Words that end like one of those and are none. */
const ordinary = words('bypass compass encompass multipass overpass surpass trespass underpass');

/** What stands before `key` where the key is a secret, not the path of a certificate's key. */
const secretKeys = words(
  'access account admin aes api app auth cookie crypto deploy encrypt encryption hmac jwt ' +
    'licence license master preshared private secret service session shared sign signing ' +
    'storage webhook',
);

/** Last words that make it a name of something about the secret: `password-file`, `token-ttl`. */
const about = words(
  'age alg algorithm audience backend check class cost count dir directory domain email ' +
    'enabled endpoint env expiration expires expiry fd file files folder format header host id ' +
    'interval issuer jar len length lifetime limit method methods mode name names path paths ' +
    'plugin policy port prefix prompt provider realm required rounds scope scopes size source ' +
    'stdin store suffix timeout ttl type types uri url user username var verify version',
);

/** First words of switches and of counts: `no-password`, `ask-pass`, `max-tokens`. */
const switches = words('ask disable max min no num prompt skip without');

/** OpenVPN's options that take a file or a number. */
const notSecret = new Set(['askpass', 'auth gen token', 'auth user pass']);

/** The shell's own variables, which hold a folder. */
const workingFolder = /^(?:OLD)?PWD$/;
const longestName = 120;

/** Whether an option, variable, header or key of this name holds a secret: `--db-password`, `PGPASSWORD`, `apiKey`. */
export function isSecretName(name: string): boolean {
  if (name.length > longestName || workingFolder.test(name)) return false;
  const parts = wordsOf(name);
  const last = parts.at(-1) ?? '';
  if (parts.length === 0 || notSecret.has(parts.join(' ')) || switches.has(parts[0] ?? '')) return false;
  if (about.has(last)) return parts.slice(-2).join(' ') === 'secret id';
  if (atEnd.has(last) || (gluedAtEnd.test(last) && !ordinary.has(last))) return true;
  if (/^keys?$/.test(last) && secretKeys.has(parts.at(-2) ?? '')) return true;
  return parts.some((word) => anywhere.test(word));
}

// `dbPassword`, `DB_PASSWORD`, `--db-password` and `db.password` are the same two words.
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

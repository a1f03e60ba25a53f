import { createHash } from 'node:crypto';
import { fail } from '../../core/errors.ts';
import type { Access } from '../../web/index.ts';
import type { AgentSettings, SecretFile } from '../settings.ts';
import { readWhole } from './whole-file.ts';

/** What is shorter could be guessed. */
const shortestToken = 16;

/** Reads the files of keys and tokens. @throws ReeveError `USAGE` */
export function accessOf(
  settings: Pick<AgentSettings, 'names' | 'files'>,
  open: (file: SecretFile) => number | null,
): Access {
  const textOf = (file: SecretFile): string | null => {
    const fd = open(file);
    return fd === null ? null : readWhole(fd);
  };
  const [token, certificate, key, clientAuthority] = [
    textOf('token'),
    textOf('tlsCert'),
    textOf('tlsKey'),
    textOf('clientCa'),
  ];
  if ((certificate === null) !== (key === null))
    throw unusable('--tls-cert and --tls-key', 'one of them is missing');
  if (clientAuthority !== null && certificate === null)
    throw unusable('--client-ca', 'it needs --tls-cert and --tls-key');
  return {
    tokens: token === null ? [] : tokensIn(token, settings.files.token),
    tls: certificate === null || key === null ? null : { certificate, key, clientAuthority },
    names: settings.names,
  };
}

/** One a line; a line that begins with # is a remark. Only their hashes are kept. */
function tokensIn(text: string, file: string | null): readonly string[] {
  const tokens = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (tokens.length === 0) throw unusable(file, 'there is no token in it');
  if (tokens.some(({ length }) => length < shortestToken))
    throw unusable(file, `a token has fewer than ${shortestToken} characters`);
  return tokens.map((token) => createHash('sha256').update(token).digest('hex'));
}

const unusable = (asked: string | null, found: string) =>
  fail('USAGE', {
    asked: `to use ${asked ?? 'a file'}`,
    found,
    todo: 'Make a token by openssl rand -hex 32 > FILE',
  });

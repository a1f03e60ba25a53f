/** How a program takes a secret by options whose names do not say so. */
export interface SecretOptions {
  /** The program's name, as the last part of a path. */
  readonly program: RegExp;
  /** Runs another command, whose options are not its own. */
  readonly runsCommand?: boolean;
  /** Only once this subcommand has been named. */
  readonly after?: string;
  /** Options whose value, the next word or the rest of the same one, is the secret. */
  readonly secret?: readonly string[];
  /** Letters whose value is only ever in the same word (`-pSECRET`): alone they ask for it. */
  readonly attached?: readonly string[];
  /** Options whose value is `user:password`. */
  readonly userPassword?: readonly string[];
}

/**
 * `-p` means a port, a path or a password: only for these programs the last. From the manual of each program.
 */
export const secretOptions: readonly SecretOptions[] = [
  { program: /^(?:mysql|mariadb)[\w-]*$/, attached: ['p'] },
  { program: /^mongo\w*$/, secret: ['p'] },
  { program: /^(?:redis|valkey|keydb)-(?:cli|benchmark)$/, secret: ['a'] },
  { program: /^sshpass$/, runsCommand: true, secret: ['p'] },
  { program: /^(?:cqlsh|rabbitmqadmin|rdesktop)$/, secret: ['p'] },
  { program: /^(?:docker|podman|nerdctl|buildah|skopeo|helm|oc|az)$/, after: 'login', secret: ['p'] },
  { program: /^curl$/, secret: ['b'], userPassword: ['u', 'U', 'E', 'user', 'proxy-user', 'cert'] },
  { program: /^https?$/, userPassword: ['a'] },
  { program: /^(?:etcdctl|influx)$/, userPassword: ['user'] },
  { program: /^ldap\w+$/, secret: ['w'] },
  { program: /^(?:sqlcmd|bcp|isql|osql|tsql|ipmitool|zip|unzip|mosquitto_\w+)$/, secret: ['P'] },
  { program: /^snmp\w+$/, secret: ['c', 'A', 'X'] },
  { program: /^openssl$/, secret: ['k', 'K'] },
  { program: /^(?:ss-(?:local|manager|redir|server|tunnel)|ss(?:local|server))$/, secret: ['k'] },
  { program: /^7z[ar]?$/, attached: ['p'] },
];

/** What a word means that may be such an option. */
export type OptionMeaning =
  | { readonly kind: 'none' }
  | { readonly kind: 'next'; readonly value: 'secret' | 'userPassword' }
  | { readonly kind: 'attached'; readonly option: string; readonly value: 'secret' | 'userPassword' };

const none: OptionMeaning = { kind: 'none' };

/** Reads a word as an option of the program: `-p`, `-pX`, `-sSu`, `--user`. */
export function meaningOf(word: string, options: SecretOptions): OptionMeaning {
  const [, dashes = '', rest = ''] = /^(--?)(.+)$/s.exec(word) ?? [];
  const { secret = [], attached = [], userPassword = [] } = options;
  if (dashes === '--') return userPassword.includes(rest) ? { kind: 'next', value: 'userPassword' } : none;
  const letter = rest.slice(0, 1);
  if (attached.includes(letter)) return rest.length > 1 ? glued(letter, 'secret') : none;
  if (secret.includes(letter))
    return rest.length > 1 ? glued(letter, 'secret') : { kind: 'next', value: 'secret' };
  // Flags may stand before it in the same word.
  const at = rest
    .slice(0, 8)
    .split('')
    .findIndex((one) => userPassword.includes(one));
  if (at === -1 || !/^[A-Za-z#]*$/.test(rest.slice(0, at))) return none;
  return rest.length > at + 1
    ? glued(rest.slice(0, at + 1), 'userPassword')
    : { kind: 'next', value: 'userPassword' };
}

const glued = (letters: string, value: 'secret' | 'userPassword'): OptionMeaning => ({
  kind: 'attached',
  option: `-${letters}`,
  value,
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactCommand, redactText } from '../../src/core/redact.ts';
import { fuzzRuns } from '../fuzz.ts';

const H = '[redacted]';

describe('redactCommand hides', () => {
  test.each<[string, string[], string[]]>([
    ['an option with its value', ['x', '--password=s3cr3t'], ['x', `--password=${H}`]],
    ['an option before its value', ['x', '--password', 's3cr3t', 'serve'], ['x', '--password', H, 'serve']],
    ['one dash is as good', ['java', '-storepass', 's3cr3t'], ['java', '-storepass', H]],
    ['a value that begins with a dash', ['x', '--token', '-Xy3kd9Q'], ['x', '--token', H]],
    [
      'a quoted value behind any separator',
      [
        'python3',
        '-c',
        `import a;API_KEY='sekretB'`,
        `A=1;TOKEN='hunter2' srv`,
        'cd /x&&TOKEN="hunter2" srv',
      ],
      ['python3', '-c', `import a;API_KEY='${H}'`, `A=1;TOKEN='${H}' srv`, `cd /x&&TOKEN="${H}" srv`],
    ],
    [
      'inline code and settings',
      ['node', '-e', `f({password:'hunter2'})`, 'password = "hunter2"', `{ apiKey: "a b c" }`],
      ['node', '-e', `f({password:'${H}'})`, `password = "${H}"`, `{ apiKey: "${H}" }`],
    ],
    [
      'names joined in every way',
      ['x', '--dbPassword=a1', '--db_password=a1', '--db.password=a1', '--DBPASSWORD=a1'],
      ['x', `--dbPassword=${H}`, `--db_password=${H}`, `--db.password=${H}`, `--DBPASSWORD=${H}`],
    ],
    [
      'variables',
      ['env', 'PGPASSWORD=a1', 'MYSQL_PWD=a1', 'API_KEY=a1', 'SECRET_KEY_BASE=a1', 'SENTRY_DSN=a1'],
      ['env', `PGPASSWORD=${H}`, `MYSQL_PWD=${H}`, `API_KEY=${H}`, `SECRET_KEY_BASE=${H}`, `SENTRY_DSN=${H}`],
    ],
    [
      'variables given to a container',
      ['docker', 'run', '-e', 'SECRET=a1', '--env=TOKEN=a1', '-eTOKEN=a1', '-p', '80:80', 'img'],
      ['docker', 'run', '-e', `SECRET=${H}`, `--env=TOKEN=${H}`, `-eTOKEN=${H}`, '-p', '80:80', 'img'],
    ],
    [
      'properties of Java',
      ['java', '-Dspring.datasource.password=a1', '-jar', 'a.jar'],
      ['java', `-Dspring.datasource.password=${H}`, '-jar', 'a.jar'],
    ],
    [
      'the password of a Redis server',
      ['redis-server', '--requirepass', 'a1', '--masterauth', 'a1', '--port', '6379'],
      ['redis-server', '--requirepass', H, '--masterauth', H, '--port', '6379'],
    ],
    ['that of a Redis client', ['redis-cli', '-p', '6379', '-a', 'a1'], ['redis-cli', '-p', '6379', '-a', H]],
    [
      'that of MySQL clients, in the same word',
      ['/usr/bin/mysql', '-uroot', '-pa1', '-P', '3306', 'db'],
      ['/usr/bin/mysql', '-uroot', `-p${H}`, '-P', '3306', 'db'],
    ],
    [
      'also behind another program',
      ['sudo', '-u', 'x', 'mysqldump', '-pa1'],
      ['sudo', '-u', 'x', 'mysqldump', `-p${H}`],
    ],
    ['that of MongoDB clients', ['mongosh', '-u', 'root', '-p', 'a1'], ['mongosh', '-u', 'root', '-p', H]],
    [
      'that of sshpass',
      ['sshpass', '-pa1', 'ssh', '-p', '22', 'h'],
      ['sshpass', `-p${H}`, 'ssh', '-p', '22', 'h'],
    ],
    [
      'that of a registry login',
      ['docker', 'login', '-u', 'x', '-p', 'a1'],
      ['docker', 'login', '-u', 'x', '-p', H],
    ],
    [
      'the password of curl',
      ['curl', '-u', 'bob:a1', '-sSu', 'bob:a1', '-ubob:a1', '--user', 'bob:a1'],
      ['curl', '-u', `bob:${H}`, '-sSu', `bob:${H}`, `-ubob:${H}`, '--user', `bob:${H}`],
    ],
    ['a Shadowsocks key', ['ss-server', '-p', '8388', '-k', 'a1'], ['ss-server', '-p', '8388', '-k', H]],
    ['the cookie of an Erlang cluster', ['beam.smp', '-setcookie', 'a1'], ['beam.smp', '-setcookie', H]],
    [
      'headers',
      ['curl', '-H', 'Authorization: Bearer a1b2', '-H', 'X-Api-Key: a1', '--header=Cookie: a=1; b=2'],
      ['curl', '-H', `Authorization: ${H}`, '-H', `X-Api-Key: ${H}`, `--header=Cookie: ${H}`],
    ],
    [
      'headers in pieces',
      ['x', 'Authorization:', 'Bearer', 'a1b2', 'next'],
      ['x', 'Authorization:', 'Bearer', H, 'next'],
    ],
    ['a bearer token anywhere', ['x', 'use Bearer A1b2C3d4E5 now'], ['x', `use Bearer ${H} now`]],
    [
      'passwords in addresses',
      ['x', 'postgres://bob:a1@db:5432/shop', 'amqp://:a1@mq'],
      ['x', `postgres://bob:${H}@db:5432/shop`, `amqp://:${H}@mq`],
    ],
    [
      'with @ and / in them',
      ['x', 'redis://bob:a@b@h:1', 'mysql://bob:x/y@h/db', 'mysql://bob:x@y/z@h/db'],
      ['x', `redis://bob:${H}@h:1`, `mysql://bob:${H}@h/db`, `mysql://bob:${H}@h/db`],
    ],
    ['in an address that has an = in it', ['x', 'http://bob:a1@h/x=1'], ['x', `http://bob:${H}@h/x=1`]],
    [
      'in a token at the place of the user',
      ['git', 'https://0123456789abcdef0123@host/r.git'],
      ['git', `https://${H}@host/r.git`],
    ],
    ['in the query', ['x', 'https://h/p?a=1&token=a1b2&b=2#f'], ['x', `https://h/p?a=1&token=${H}&b=2#f`]],
    [
      'in data source names without scheme',
      ['x', 'bob:a1@tcp(db:3306)/shop', '--db=bob:p@ss@h.example:1'],
      ['x', `bob:${H}@tcp(db:3306)/shop`, `--db=bob:${H}@h.example:1`],
    ],
    [
      'in connection strings',
      ['x', 'Server=h;User Id=sa;Password=a 1,2&3;Encrypt=no'],
      ['x', `Server=h;User Id=sa;Password=${H};Encrypt=no`],
    ],
    ['in those of libpq', ['x', "host=h password='a 1' user=u"], ['x', `host=h password=${H} user=u`]],
    [
      'in mount options',
      ['mount.cifs', '//h/s', '/mnt', '-o', 'username=u,password=a1,vers=3'],
      ['mount.cifs', '//h/s', '/mnt', '-o', `username=u,password=${H},vers=3`],
    ],
    [
      'in npm settings',
      ['npm', '--//registry.example/:_authToken=a1'],
      ['npm', `--//registry.example/:_authToken=${H}`],
    ],
    [
      'in JDBC addresses',
      ['x', 'jdbc:oracle:thin:scott/tiger@h:1521', 'jdbc:sqlserver://h;password=a1'],
      ['x', `jdbc:oracle:thin:scott/${H}@h:1521`, `jdbc:sqlserver://h;password=${H}`],
    ],
    [
      'in JSON, also escaped',
      ['x', '{"user":"u","password":"a\\"1","n":{"api_key": 12}}', '{\\"token\\":\\"a1\\"}'],
      ['x', `{"user":"u","password":"${H}","n":{"api_key": ${H}}}`, `{\\"token\\":\\"${H}\\"}`],
    ],
    [
      'in a shell command',
      ['sh', '-c', 'cd /x && PGPASSWORD=a1 mysql -pa1 --token "a 1" | tee log'],
      ['sh', '-c', `cd /x && PGPASSWORD=${H} mysql -p${H} --token "${H}" | tee log`],
    ],
    [
      'in a rewritten title',
      ['redis-server *:6379 --requirepass a1'],
      [`redis-server *:6379 --requirepass ${H}`],
    ],
    ['in a quote that never closes', ['sh', '-c', 'x --password "a 1 2'], ['sh', '-c', `x --password "${H}`]],
    [
      'tokens known by their shape',
      [
        'x',
        `ghp_${'A1'.repeat(15)}`,
        'AKIAIOSFODNN7EXAMPLE',
        `xoxb-${'1'.repeat(12)}`,
        `glpat-${'x'.repeat(20)}`,
      ],
      ['x', H, H, H, H],
    ],
    ['JSON web tokens', ['x', 'jwt:eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'], ['x', `jwt:${H}`]],
    ['private keys', ['x', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----'], ['x', H]],
  ])('%s', (_, words, expected) => {
    expect(redactCommand(words)).toEqual(expected);
  });
});

describe('redactCommand leaves', () => {
  test.each([
    [
      'authors and authorities',
      ['x', '--author', 'Ann', '--authority=ca', '--authors=A,B', '--authentication=pam'],
    ],
    [
      'modes and kinds',
      ['x', '--auth-mode', 'basic', '--token-ttl=60', '--password-policy=strict', '--cookie-domain=a.b'],
    ],
    [
      'paths of secrets',
      [
        'x',
        '--password-file',
        '/run/p',
        '--secret-name=web',
        '--tls-private-key-file=k.pem',
        '--key',
        'k.pem',
      ],
    ],
    [
      'switches',
      [
        'x',
        '--no-password',
        'serve',
        '--ask-pass',
        'host',
        '--max-tokens',
        '100',
        '--auth=false',
        'ALLOW_EMPTY_PASSWORD=yes',
      ],
    ],
    [
      'words that end like pass',
      ['x', '--bypass', 'a', '--compass=n', '--passthrough', 'b', '--passive', 'c'],
    ],
    [
      'scripts and files of OpenVPN',
      [
        'openvpn',
        '--auth-user-pass-verify',
        '/etc/v.sh',
        'via-env',
        '--auth-user-pass',
        '/etc/c',
        '--auth-nocache',
      ],
    ],
    ['options after a switch that takes none', ['mongod', '--auth', '--bind_ip_all']],
    ['ports', ['ssh', '-p', '22', 'h', '--port=5432', '-P', '80']],
    [
      'published ports',
      ['docker', 'run', '-p', '127.0.0.1:80:80/tcp', '--user', '1000:1000', 'nginx:1.25@sha256:abcdef0123'],
    ],
    [
      'addresses without a password',
      ['x', 'http://h:80/@scope/pkg', 'https://bob@h/', 'ssh://git@h:22/r', 'git@github.com:a/b.git'],
    ],
    [
      'things that look like addresses',
      ['x', 'mailto:ann@a.example', 'npm:react@18.2.0', 'sip:bob@a.example', 'a:b'],
    ],
    ['titles', ['nginx: master process /usr/sbin/nginx -g daemon on; master_process on;']],
    ['more titles', ['postgres: 15/main: walwriter', 'sshd: root@pts/0', 'php-fpm: pool www']],
    ['the working directory', ['env', 'PWD=/srv/app', 'OLDPWD=/']],
    ['ordinary lists', ['x', 'a=1,b=2;c=3', '--set', 'k=v==', 'x,y', '[::]:80', '{"a":"b"}']],
    ['nothing at all', []],
    ['empty words', ['x', '', '--password', '', 'y']],
  ])('%s', (_, words) => {
    expect(redactCommand(words)).toEqual(words);
  });
});

/** Places for a secret; what may stand in them follows from the syntax of each. */
const noSpace = /^[^\s"'\\]+$/;
const places: readonly [string, RegExp, (secret: string) => string[]][] = [
  ['an option', /^[^-]/s, (secret) => ['x', '--password', secret, 'y']],
  ['an option, joined', /^/, (secret) => ['x', `--api-key=${secret}`]],
  ['a variable', /^/, (secret) => ['env', `PGPASSWORD=${secret}`]],
  ['a nested variable', /^/, (secret) => ['docker', '-e', `TOKEN=${secret}`, `--env=MY_SECRET=${secret}`]],
  ['a header', /^/, (secret) => ['curl', '-H', `Authorization: Bearer ${secret}`]],
  ['a program option', /^[^-]/s, (secret) => ['redis-cli', '-a', secret]],
  ['a glued option', /^/, (secret) => ['mysql', `-p${secret}`]],
  ['a user with password', /^/, (secret) => ['curl', '-u', `bob:${secret}`]],
  ['an address', /^[^\s"'<>`/?#:@]+$/, (secret) => ['x', `postgres://bob:${secret}@db.example:1/x`]],
  [
    'an address with any password',
    /^[^\s"'<>`?#\d][^\s"'<>`?#]*$/,
    (secret) => ['x', `postgres://bob:${secret}@db`],
  ],
  ['a query', /^[^\s"'&#]+$/, (secret) => ['x', `https://h/?a=1&access_token=${secret}&b=2`]],
  ['a connection string', /^[^;"']+$/, (secret) => ['x', `Server=h;Password=${secret};x=y`]],
  ['JSON', /^[^"\\]*$/, (secret) => ['x', JSON.stringify({ a: 1, password: secret })]],
  [
    'a shell command',
    noSpace,
    (secret) => ['sh', '-c', `exec x --token ${secret.replace(/^-+/, '')} --port 80`],
  ],
  [
    'a quoted shell word',
    /^[^"\\-][^"\\]*$/,
    (secret) => ['sh', '-c', `exec x --token "${secret}" --port 80`],
  ],
  ['a title', noSpace, (secret) => [`redis-server *:6379 --requirepass=${secret}`]],
];

const secrets = fc.oneof(
  fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' }),
  fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme' }),
  fc.base64String({ minLength: 8, maxLength: 40 }),
);

describe('no part of a secret is left', () => {
  // Found by 100,000 cases: the quote was taken for the beginning of a name.
  test('a quoted secret that begins like an empty assignment', () => {
    const words = redactCommand(['sh', '-c', `exec x --token "=''  #   #" --port 80`]);
    expect(words.join(' ')).toBe('sh -c exec x --token "[redacted]" --port 80');
  });

  test.each(places)('in %s', (_, allowed, place) => {
    fc.assert(
      fc.property(
        secrets.filter((secret) => allowed.test(secret) && secret.trim().length > 6),
        (secret) => {
          const around = place('').join(' ');
          const shown = redactCommand(place(secret)).join(' ');
          for (let at = 0; at + 5 <= secret.length; at++) {
            const piece = secret.slice(at, at + 5);
            if (piece.trim().length === 5 && !around.includes(piece) && !H.includes(piece)) {
              expect(shown).not.toContain(piece);
            }
          }
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });

  test('any words come back as many, and none throws', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '--password',
        '-p',
        '"',
        "'",
        'a=',
        '=',
        '--',
        '-',
        'Authorization:',
        'mysql',
        'x://',
        '\\',
        '@',
        ':',
      ),
      fc
        .array(fc.constantFrom('"', "'", '\\', ' ', '=', ':', '@', '/', ';', 'token', 'a', '-'), {
          maxLength: 30,
        })
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(redactCommand(words)).toHaveLength(words.length);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  test('plain words without anything of a name or a shape come back as they were', () => {
    const plain = fc
      .stringMatching(/^[a-z]{1,8}(?:[./_-][a-z]{1,8}){0,3}$/)
      .filter((word) => !/pass|auth|tok|sec|cred|pwd|key|cookie|dsn|jwt|otp|psk|psw|pw/.test(word));
    fc.assert(
      fc.property(fc.array(plain), (words) => {
        expect(redactCommand(words)).toEqual(words);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test.each([
    ['dots', 'a.'.repeat(500_000)],
    ['token starts', 'eyJ-'.repeat(250_000)],
    ['key starts', 'sk-'.repeat(300_000)],
    ['addresses', 'a://b:c@'.repeat(120_000)],
    ['users', 'a:b@'.repeat(250_000)],
    ['names', `${'x'.repeat(500_000)}=${'y'.repeat(500_000)}`],
    ['quotes', '"a": '.repeat(200_000)],
    ['lists', ',a=;'.repeat(250_000)],
    ['equals', 'a='.repeat(500_000)],
    ['key blocks', '-----BEGIN PRIVATE KEY-----'.repeat(30_000)],
    ['spaces', ' '.repeat(1_000_000)],
    ['words', 'a '.repeat(200_000)],
  ])('a megabyte of %s comes to an end', (_, text) => {
    expect(typeof redactText(text)).toBe('string');
  });
});

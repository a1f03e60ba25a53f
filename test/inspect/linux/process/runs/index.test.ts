import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { whatRuns } from '../../../../../src/inspect/linux/process/runs/index.ts';
import { fuzzRuns } from '../../../../fuzz.ts';

const inside = (program: string, words: readonly string[]) => whatRuns(program, { words, titled: false });
const titled = (program: string, title: string) => whatRuns(program, { words: [title], titled: true });

describe('what an interpreter runs', () => {
  test.each<[string, string, string, string | null, string | null]>([
    // executable, command line, interpreter, runs, file
    ['/usr/bin/node', 'node server.js --port 80', 'node', 'server.js', 'server.js'],
    [
      '/usr/bin/node',
      'node --max-old-space-size=4096 -r dotenv/config --import tsx server.ts',
      'node',
      'server.ts',
      'server.ts',
    ],
    [
      '/usr/bin/node',
      'node --inspect=0.0.0.0:9229 /srv/app/dist/main',
      'node',
      '/srv/app/dist/main',
      '/srv/app/dist/main',
    ],
    ['/usr/bin/node', 'node -e code', 'node', 'inline code', null],
    ['/usr/bin/node', 'node --run dev', 'node', 'dev', null],
    ['/usr/bin/node', 'node', 'node', null, null],
    [
      '/usr/bin/nodejs',
      'node /srv/node_modules/.bin/vite --host',
      'node',
      '/srv/node_modules/.bin/vite',
      '/srv/node_modules/.bin/vite',
    ],
    [
      '/usr/bin/node',
      'node /srv/node_modules/.bin/next dev -p 3000',
      'node',
      '/srv/node_modules/.bin/next dev',
      '/srv/node_modules/.bin/next',
    ],
    [
      '/usr/bin/node',
      'node /srv/node_modules/.bin/tsx watch.ts',
      'node',
      '/srv/node_modules/.bin/tsx watch.ts',
      '/srv/node_modules/.bin/tsx',
    ],
    [
      '/usr/bin/node',
      'node /usr/lib/node_modules/npm/bin/npm-cli.js run dev',
      'node',
      'npm run dev',
      '/usr/lib/node_modules/npm/bin/npm-cli.js',
    ],
    ['/home/x/.bun/bin/bun', 'bun --hot run index.ts', 'bun', 'index.ts', 'index.ts'],
    ['/home/x/.bun/bin/bun', 'bun run dev', 'bun', 'dev', null],
    ['/usr/bin/deno', 'deno run --allow-net main.ts', 'deno', 'main.ts', 'main.ts'],
    ['/usr/bin/deno', 'deno eval code', 'deno', 'inline code', null],
    ['/usr/bin/python3.11', 'python3 -m http.server 8000', 'python', 'http.server', null],
    ['/usr/bin/python3.11', 'python3 -u ./app.py', 'python', './app.py', './app.py'],
    ['/usr/bin/python3.13t', 'python3 app', 'python', 'app', 'app'],
    ['/usr/bin/python2.7', 'python -Wignore -OO app.py', 'python', 'app.py', 'app.py'],
    ['/usr/bin/python3.11', 'python3 -c code', 'python', 'inline code', null],
    [
      '/usr/bin/python3.11',
      '/usr/bin/python3 /usr/bin/gunicorn -b 0.0.0.0:80 --workers 4 shop.wsgi:app',
      'python',
      '/usr/bin/gunicorn shop.wsgi:app',
      '/usr/bin/gunicorn',
    ],
    [
      '/usr/bin/python3.11',
      'python manage.py runserver 0:8000',
      'python',
      'manage.py runserver',
      'manage.py',
    ],
    [
      '/usr/bin/python3.11',
      'python /usr/bin/uvicorn main:app --host ::',
      'python',
      '/usr/bin/uvicorn main:app',
      '/usr/bin/uvicorn',
    ],
    [
      '/usr/bin/perl',
      'perl -wT -I lib /usr/sbin/munin-node',
      'perl',
      '/usr/sbin/munin-node',
      '/usr/sbin/munin-node',
    ],
    ['/usr/bin/perl', 'perl -MIO::Socket -ne code', 'perl', 'inline code', null],
    ['/usr/bin/ruby3.1', 'ruby -Ilib -r json bin/rails server', 'ruby', 'bin/rails server', 'bin/rails'],
    ['/usr/bin/php8.2', 'php -S localhost:8000 -t public', 'php', 'built-in web server', null],
    ['/usr/bin/php8.2', 'php -d memory_limit=1G artisan serve', 'php', 'artisan serve', 'artisan'],
    [
      '/usr/lib/jvm/java-17/bin/java',
      'java -Xmx1g -Dx=y -jar /opt/app.jar --port 80',
      'java',
      '/opt/app.jar',
      '/opt/app.jar',
    ],
    [
      '/usr/lib/jvm/java-17/bin/java',
      'java -cp /opt/kafka/libs/* -Xms1g kafka.Kafka server.properties',
      'java',
      'kafka.Kafka',
      null,
    ],
    [
      '/usr/lib/jvm/java-17/bin/java',
      'java @/etc/x.args --module-path m -m a.b/c.D',
      'java',
      'a.b/c.D',
      null,
    ],
    [
      '/usr/bin/dotnet',
      'dotnet /srv/Shop.dll --urls http://*:80',
      'dotnet',
      '/srv/Shop.dll',
      '/srv/Shop.dll',
    ],
    ['/usr/bin/dotnet', 'dotnet exec --depsfile x Shop.dll', 'dotnet', 'Shop.dll', 'Shop.dll'],
    ['/usr/bin/dotnet', 'dotnet run', 'dotnet', 'run', null],
    ['/usr/bin/bash', '/bin/bash ./serve.sh', 'shell', './serve.sh', './serve.sh'],
    ['/usr/bin/dash', 'sh -c code', 'shell', 'inline code', null],
    ['/usr/bin/dash', 'sh -eu -o pipefail run', 'shell', 'run', 'run'],
    ['/usr/bin/bash', '-bash', 'shell', null, null],
    ['/usr/bin/lua5.4', 'lua -l socket server.lua', 'lua', 'server.lua', 'server.lua'],
    [
      '/usr/lib/erlang/erts-13/bin/beam.smp',
      'beam.smp -W w -- -root /usr/lib/erlang -- -noshell -s rabbit boot -boot x',
      'erlang',
      'rabbit',
      null,
    ],
    ['/usr/bin/uwsgi-core', 'uwsgi --http :80 --module shop.wsgi', 'uwsgi', 'shop.wsgi', null],
    ['/usr/bin/uwsgi-core', 'uwsgi --ini=/etc/uwsgi/shop.ini', 'uwsgi', '/etc/uwsgi/shop.ini', null],
    [
      '/usr/bin/uwsgi-core',
      'uwsgi /etc/uwsgi/shop.ini',
      'uwsgi',
      '/etc/uwsgi/shop.ini',
      '/etc/uwsgi/shop.ini',
    ],
    ['/usr/bin/busybox', 'busybox httpd -f -p 80', 'busybox', 'httpd', null],
    ['/usr/bin/busybox', '/usr/sbin/telnetd -F', 'busybox', 'telnetd', null],
  ])('%s: %s', (program, line, interpreter, runs, file) => {
    expect(inside(program, line.split(' '))).toEqual({ interpreter, runs, file });
  });

  test.each(['/usr/sbin/nginx', '/usr/bin/postgres', '/usr/bin/nodeenv', '/opt/pythonic', '', '/memfd:x'])(
    '%j is no interpreter',
    (program) => {
      expect(inside(program, ['x', 'y.js'])).toBeNull();
    },
  );

  test.each<[string, string, string | null]>([
    ['/usr/bin/python3.11', 'gunicorn: master [shop.wsgi:app]', 'gunicorn shop.wsgi:app'],
    ['/usr/bin/python3.11', 'gunicorn: worker [shop.wsgi:app]', 'gunicorn shop.wsgi:app'],
    ['/usr/bin/ruby3.1', 'puma 5.6.5 (tcp://0.0.0.0:3000) [shop]', 'puma shop'],
    ['/usr/bin/ruby3.1', 'puma: cluster worker 0: 412 [shop]', 'puma shop'],
    ['/usr/bin/node', 'next-server (v15.0.3)', 'next-server'],
    ['/usr/bin/node', 'npm run dev', 'npm run dev'],
    ['/usr/bin/node', 'PM2 v5.3.0: God Daemon (/root/.pm2)', 'PM2'],
    ['/usr/bin/node', 'node /srv/app/server.js', '/srv/app/server.js'],
    ['/usr/bin/node', 'something of its own', null],
  ])('%s, titled "%s"', (program, title, runs) => {
    expect(titled(program, title)?.runs).toBe(runs);
  });

  test('where the executable is hidden, the name it goes by must do', () => {
    expect(inside('python3', ['python3', '-m', 'http.server'])?.runs).toBe('http.server');
    expect(inside('-bash', ['-bash'])).toEqual({ interpreter: 'shell', runs: null, file: null });
  });

  test('any words are read without an error', () => {
    const programs = fc.constantFrom(
      'node',
      'python3',
      'perl',
      'php',
      'java',
      'beam.smp',
      'uwsgi',
      'busybox',
      'sh',
      'bun',
      'dotnet',
    );
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('-', '--', '-m', '-c', '-e', '-jar', 'run', '-s'),
    );
    fc.assert(
      fc.property(programs, fc.array(word), fc.boolean(), (program, words, isTitled) => {
        const found = whatRuns(program, { words: isTitled ? words.slice(0, 1) : words, titled: isTitled });
        expect(found?.interpreter).toBeTypeOf('string');
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});

import { basename } from 'node:path';

/** Scripts that run an application named as `module:attribute` somewhere among their words. */
const applicationServers = new Set([
  'gunicorn',
  'uvicorn',
  'hypercorn',
  'daphne',
  'waitress-serve',
  'granian',
]);

/** Scripts whose first plain word says what they do, by language: `manage.py runserver`, `tsx server.ts`. */
const commandRunners: Readonly<Record<string, ReadonlySet<string>>> = {
  node: new Set(['next', 'nodemon', 'nuxt', 'react-scripts', 'ts-node', 'tsx']),
  php: new Set(['artisan']),
  python: new Set(['django-admin', 'flask', 'manage.py']),
  ruby: new Set(['rails']),
};

/** Package managers by the names of their own scripts. */
const packageManagers: Readonly<Record<string, string>> = {
  npm: 'npm',
  'npm-cli.js': 'npm',
  npx: 'npx',
  'npx-cli.js': 'npx',
  pnpm: 'pnpm',
  'pnpm.cjs': 'pnpm',
  yarn: 'yarn',
  'yarn.js': 'yarn',
};

const isApplication = (word: string): boolean => /^[\w.]+:[A-Za-z_][\w.]*(?:\(.*\))?$/.test(word);

/** What a known launcher script runs in turn, to be shown beside it; null for an ordinary script. */
export function launched(interpreter: string, script: string, rest: readonly string[]): string | null {
  const name = basename(script);
  const manager = Object.hasOwn(packageManagers, name) ? packageManagers[name] : undefined;
  if (interpreter === 'node' && manager !== undefined) return [manager, ...plain(rest).slice(0, 2)].join(' ');
  const target = applicationServers.has(name)
    ? rest.find(isApplication)
    : commandRunners[interpreter]?.has(name) === true
      ? plain(rest)[0]
      : undefined;
  return target === undefined ? null : `${script} ${target}`;
}

const plain = (words: readonly string[]): readonly string[] => words.filter((word) => !word.startsWith('-'));

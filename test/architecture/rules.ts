import type { Import } from './imports.ts';

interface Room {
  /** Rooms it may use. */
  readonly uses: readonly string[];
  /** Rooms whose types it may name. */
  readonly types?: readonly string[];
}

/** Who may import whom; `docs/architecture.md` has the picture and the reasons. */
export const rooms: Readonly<Record<string, Room>> = {
  core: { uses: [] },
  bytes: { uses: ['core'] },
  sys: { uses: ['core', 'bytes'] },
  registry: { uses: ['core'] },
  inspect: { uses: ['core', 'bytes', 'sys'] },
  split: { uses: ['core', 'sys'] },
  watch: { uses: ['core', 'bytes', 'sys', 'split'] },
  store: { uses: ['core'] },
  assess: { uses: ['core'], types: ['registry', 'inspect'] },
  contract: { uses: ['core'], types: ['registry', 'inspect', 'assess', 'watch', 'store'] },
  answer: { uses: ['core', 'contract', 'registry', 'inspect', 'watch', 'store', 'assess'] },
  web: { uses: ['core', 'contract'], types: ['registry', 'inspect', 'watch', 'store', 'assess', 'answer'] },
  agent: {
    uses: [
      'core',
      'sys',
      'split',
      'contract',
      'registry',
      'inspect',
      'watch',
      'store',
      'assess',
      'answer',
      'web',
    ],
  },
  mcp: { uses: ['core', 'contract', 'registry', 'inspect', 'watch', 'store', 'assess', 'answer'] },
  cli: {
    uses: [
      'core',
      'contract',
      'registry',
      'inspect',
      'watch',
      'store',
      'assess',
      'answer',
      'web',
      'agent',
      'mcp',
    ],
  },
};

/** Doors: through these files another room is entered; a room's type files are doors for types. */
const isDoor = (file: string): boolean => /^[^/]+\/index\.ts$/.test(file);

/** Third-party packages that only one room may load. */
const confined: Readonly<Record<string, string>> = {
  koffi: 'sys',
  commander: 'cli',
  libsql: 'store',
  fzstd: 'watch',
  'mmdb-lib': 'watch',
  hono: 'web',
  '@hono/node-server': 'web',
  uplot: 'web',
  'intl-messageformat': 'web',
  pino: 'agent',
  'prom-client': 'agent',
  '@modelcontextprotocol/server': 'mcp',
};

/** `hono/html` to `hono`, `@hono/node-server/x` to `@hono/node-server`. */
const packageOf = (specifier: string): string =>
  specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

export const roomOf = (file: string): string => file.split('/', 1)[0] ?? '';

/** What an import breaks, in a sentence; null if it is as it should be. */
export function violation({ from, to, relative, typeOnly }: Import): string | null {
  const home = roomOf(from);
  if (!relative) {
    const only = confined[packageOf(to)];
    return only === undefined || only === home ? null : `${from} loads ${to}, which only ${only}/ may`;
  }
  const target = roomOf(to);
  // The library's public face is a composition root as the command line is.
  if (home === 'index.ts' || home === target) return null;
  const room = rooms[home];
  if (room === undefined) return `${from} is in no known room`;
  if (target === 'core' || target === 'bytes' || target === 'sys') {
    return room.uses.includes(target) ? null : `${home}/ may not use ${target}/ (${from})`;
  }
  const mayUse = room.uses.includes(target);
  if (typeOnly)
    return mayUse || room.types?.includes(target) === true
      ? null
      : `${home}/ may not name types of ${target}/ (${from})`;
  if (!mayUse) return `${home}/ may not use ${target}/ (${from})`;
  const contractFile = target === 'contract';
  return isDoor(to) || contractFile ? null : `${from} reaches into ${to} past its index.ts`;
}

/** The first cycle of value imports found, as the files on it; null if there is none. */
export function cycle(imports: readonly Import[]): readonly string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, to, relative, typeOnly } of imports) {
    if (relative && !typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const target of next.get(file) ?? []) {
      const found = walk(target, [...trail, file]);
      if (found !== null) return found;
    }
    done.add(file);
    return null;
  };
  for (const file of next.keys()) {
    const found = walk(file, []);
    if (found !== null) return found;
  }
  return null;
}

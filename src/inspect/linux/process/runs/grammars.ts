import { findProgram, type Grammar, type Program } from './walk.ts';

/** An interpreter: how its executable is called, and how it finds its program among its words. */
export interface Interpreter {
  readonly name: string;
  /** What its executable is called, without the version at the end of the name. */
  readonly executables: readonly string[];
  readonly find: (words: readonly string[]) => Program | null;
}

const by = (grammar: Grammar) => (words: readonly string[]) => findProgram(words, grammar);

/** Takes the first word that is no option as a command: `run` leads on to the program, others are it. */
const byCommand =
  (grammar: Grammar, leads: ReadonlySet<string>, inline = '') =>
  (words: readonly string[]): Program | null => {
    const first = findProgram(words, grammar);
    if (first === null || first.kind !== 'file') return first;
    if (first.name === inline) return { ...first, kind: 'inline' };
    return leads.has(first.name) ? findProgram(first.rest, grammar) : first;
  };

// node(1), `node --help`
const node: Grammar = {
  short: { e: 'inline', p: 'inline', r: 'value', C: 'value' },
  long: {
    eval: 'inline',
    print: 'inline',
    run: 'module',
    require: 'value',
    import: 'value',
    loader: 'value',
    'experimental-loader': 'value',
    conditions: 'value',
    'env-file': 'value',
    'env-file-if-exists': 'value',
    'input-type': 'value',
    title: 'value',
    'watch-path': 'value',
    'icu-data-dir': 'value',
    'inspect-port': 'value',
    'diagnostic-dir': 'value',
    'openssl-config': 'value',
    'experimental-config-file': 'value',
  },
};

// python(1), "Command line and environment" of its manual
const python: Grammar = {
  short: { c: 'inline', m: 'module', W: 'value', X: 'value' },
  long: { 'check-hash-based-pycs': 'value' },
};

// perlrun(1)
const perl: Grammar = {
  short: {
    e: 'inline',
    E: 'inline',
    I: 'value',
    M: 'attached',
    m: 'attached',
    C: 'attached',
    D: 'attached',
    F: 'attached',
    d: 'attached',
    i: 'attached',
    l: 'attached',
    x: 'attached',
    '0': 'attached',
  },
};

// ruby(1)
const ruby: Grammar = {
  short: {
    e: 'inline',
    I: 'value',
    r: 'value',
    C: 'value',
    E: 'value',
    F: 'attached',
    K: 'attached',
    T: 'attached',
    W: 'attached',
    i: 'attached',
    x: 'attached',
    '0': 'attached',
  },
  long: { encoding: 'value', 'external-encoding': 'value', 'internal-encoding': 'value' },
};

// php(1)
const php: Grammar = {
  short: {
    f: 'file',
    r: 'inline',
    B: 'inline',
    R: 'inline',
    E: 'inline',
    F: 'file',
    S: 'server',
    c: 'value',
    d: 'value',
    t: 'value',
    z: 'value',
  },
  long: {
    file: 'file',
    run: 'inline',
    server: 'server',
    'php-ini': 'value',
    define: 'value',
    docroot: 'value',
    'zend-extension': 'value',
  },
};

// java(1): the launcher's options with a value of their own
const javaValues = [
  'cp',
  'classpath',
  'class-path',
  'p',
  'module-path',
  'upgrade-module-path',
  'add-modules',
  'enable-native-access',
  'limit-modules',
  'add-reads',
  'add-exports',
  'add-opens',
  'patch-module',
  'd',
  'describe-module',
  'source',
];
const java: Grammar = {
  oneDash: true,
  long: {
    ...Object.fromEntries(javaValues.map((name) => [name, 'value' as const])),
    jar: 'file',
    m: 'module',
    module: 'module',
  },
};

// An `@FILE` of further words is passed over: what it holds is not on the command line.
const javaProgram = (words: readonly string[]): Program | null =>
  findProgram(
    words.filter((word) => !word.startsWith('@')),
    java,
  );

// Erlang keeps the start module in `-s MODULE` (erl(1)); the words before it are the machine's own.
function erlang(words: readonly string[]): Program | null {
  const at = words.indexOf('-s');
  const name = at === -1 ? undefined : words[at + 1];
  return name === undefined ? null : { kind: 'module', name, rest: words.slice(at + 2) };
}

const uwsgiPrograms = new Set([
  '--module',
  '-w',
  '--wsgi',
  '--wsgi-file',
  '--psgi',
  '--rack',
  '--ini',
  '--yaml',
  '--json',
]);

// uWSGI is configured by options or by a file of them.
function uwsgi(words: readonly string[]): Program | null {
  for (const [at, word] of words.entries()) {
    const [option = '', glued] = word.split('=', 2);
    const name = uwsgiPrograms.has(option) ? (glued ?? words[at + 1]) : undefined;
    if (name !== undefined) return { kind: 'module', name, rest: [] };
    if (/\.(?:ini|ya?ml|json|xml)$/.test(word) && !word.startsWith('-')) {
      return { kind: 'file', name: word, rest: [] };
    }
  }
  return null;
}

// BusyBox runs the applet it is called as; called by its own name, the first word names it.
const applet = (words: readonly string[]): Program | null =>
  words[0] === undefined ? null : { kind: 'module', name: words[0], rest: words.slice(1) };

const shell: Grammar = {
  short: { c: 'inline', o: 'value', O: 'value' },
  long: { rcfile: 'value', 'init-file': 'value' },
};

const interpreters: readonly Interpreter[] = [
  { name: 'node', executables: ['node', 'nodejs'], find: by(node) },
  {
    name: 'bun',
    executables: ['bun', 'bunx'],
    find: byCommand(
      {
        short: { e: 'inline', p: 'inline', r: 'value', c: 'attached' },
        long: { eval: 'inline', print: 'inline', preload: 'value', cwd: 'value', 'env-file': 'value' },
      },
      new Set(['run', 'x']),
    ),
  },
  {
    name: 'deno',
    executables: ['deno'],
    find: byCommand(
      {
        short: { c: 'value', L: 'value' },
        long: { config: 'value', 'import-map': 'value', host: 'value', port: 'value' },
      },
      new Set(['run', 'serve', 'task']),
      'eval',
    ),
  },
  { name: 'python', executables: ['python', 'pypy'], find: by(python) },
  { name: 'perl', executables: ['perl'], find: by(perl) },
  { name: 'ruby', executables: ['ruby'], find: by(ruby) },
  { name: 'php', executables: ['php'], find: by(php) },
  { name: 'java', executables: ['java'], find: javaProgram },
  {
    name: 'dotnet',
    executables: ['dotnet'],
    find: byCommand(
      {
        long: {
          depsfile: 'value',
          runtimeconfig: 'value',
          additionalprobingpath: 'value',
          'fx-version': 'value',
          'roll-forward': 'value',
        },
      },
      new Set(['exec']),
    ),
  },
  { name: 'mono', executables: ['mono', 'mono-sgen'], find: by({}) },
  { name: 'erlang', executables: ['beam', 'beam.smp'], find: erlang },
  { name: 'uwsgi', executables: ['uwsgi', 'uwsgi-core'], find: uwsgi },
  { name: 'lua', executables: ['lua', 'luajit'], find: by({ short: { e: 'inline', l: 'value' } }) },
  { name: 'tcl', executables: ['tclsh', 'wish'], find: by({}) },
  { name: 'busybox', executables: ['busybox', 'busybox.static'], find: applet },
  {
    name: 'shell',
    executables: ['sh', 'bash', 'dash', 'zsh', 'ksh', 'mksh', 'ash', 'fish'],
    find: by(shell),
  },
];

const byExecutable = new Map(
  interpreters.flatMap((one) => one.executables.map((name) => [name, one] as const)),
);

/** The interpreter that an executable's name, with or without a version (`python3.11`, `php8.2`), is one of. */
export const interpreterOf = (executable: string): Interpreter | null =>
  byExecutable.get(executable) ?? byExecutable.get(executable.replace(/-?\d[\d.]*[dmt]?$/, '')) ?? null;

/** Titles of known servers, and what of them names the application. A title is the program's own claim. */
const known: readonly { readonly title: RegExp; readonly runs: (match: RegExpExecArray) => string }[] = [
  { title: /^gunicorn: (?:master|worker) \[(.+)\]$/, runs: (match) => `gunicorn ${match[1]}` },
  { title: /^puma(?:: cluster worker \d+)?.*?\[(.+)\]$/, runs: (match) => `puma ${match[1]}` },
  { title: /^sidekiq [\d.]+ (\S+)/, runs: (match) => `sidekiq ${match[1]}` },
  { title: /^(next-server)\b/, runs: () => 'next-server' },
  { title: /^((?:npm|npx|pnpm|yarn)(?: [\w:./@-]+){0,2})/, runs: (match) => match[1] ?? '' },
  { title: /^PM2 v[\w.-]+: God Daemon/, runs: () => 'PM2' },
  { title: /^(unicorn(?:_rails)?) (?:master|worker)/, runs: (match) => match[1] ?? '' },
  { title: /^Passenger RubyApp: (\S+)/, runs: (match) => `passenger ${match[1]}` },
];

/** What a rewritten title says an interpreter runs; null for an unknown one. */
export function runsByTitle(title: string): string | null {
  for (const { title: shape, runs } of known) {
    const match = shape.exec(title);
    if (match !== null) return runs(match);
  }
  return null;
}

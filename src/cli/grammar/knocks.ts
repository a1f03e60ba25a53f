import { type Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../../core/errors.ts';
import type { Context } from '../context.ts';

const json = ['--json', 'print one JSON document'] as const;

const count = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidArgumentError('It is not a whole number from 1 to 999999.');
  return Number(text);
};

const each = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const knocksHelp = `
Times: 90s, 30m, 2h, 7d or 2w ago; 2026-11-20 (the whole day); or
2026-11-20T10:30Z. Without a zone they are UTC.

Exit codes: 0 something is on record, 2 nothing is.
`;

/** `reeve knocks`, `reeve source`, `reeve why` and `reeve store`. */
export function addKnocks(program: Command, context: Context, done: (code: ExitCode) => void): void {
  program
    .command('knocks')
    .description('what was seen while reeve watched, the newest first')
    .option('--since <time>', 'seen at or after this')
    .option('--until <time>', 'begun at or before this')
    .option('--port <port>', 'such as 23 or 53/udp')
    .option('--source <address>', 'from there, alone or with others')
    .option('--tool <name>', 'such as masscan; unknown: not told')
    .option('--kind <kind>', 'such as port-scan, campaign, backscatter, flood or drops')
    .option('-n, --limit <count>', 'how many at the most', count, 20)
    .option('--follow', 'what the agent sees, as it sees it, until Ctrl-C')
    .option(...json)
    .action(async (options) => {
      const { knocks } = await import('../commands/knocks.ts');
      done(await knocks(context, options));
    })
    .addHelpText('after', knocksHelp);

  program
    .command('source')
    .description('everything on record of one address, and who it is')
    .argument('<address>', 'such as 192.0.2.7 or 2001:db8::7')
    .option('--list <file>', 'a list of known scanners')
    .option('--mmdb <file>', 'a database of countries or networks; may be repeated', each)
    .option('--resolve', 'ask DNS for its name')
    .option('--rdap', 'ask RDAP for the abuse contact')
    .option(...json)
    .action(async (address: string, options) => {
      const { source } = await import('../commands/source.ts');
      done(await source(context, address, options));
    });

  program
    .command('why')
    .description('the packets behind an event, and what follows from them')
    .argument('<event>', 'such as e12; reeve knocks lists them')
    .option(...json)
    .action(async (event: string, options) => {
      const { why } = await import('../commands/why.ts');
      done(await why(context, event, options));
    });

  addStore(program, context, done);
}

function addStore(program: Command, context: Context, done: (code: ExitCode) => void): void {
  const store = program.command('store').description('where what was seen is kept');
  store
    .command('status')
    .description('the file, its size, its span and how long events are kept')
    .option('--check', 'look for damage too, which reads the whole file')
    .option(...json)
    .action(async (options) => {
      const { status } = await import('../commands/store.ts');
      done(await status(context, options));
    });
  store
    .command('compact')
    .description('delete what is past its time and give its room back')
    .option(...json)
    .action(async (options) => {
      const { compact } = await import('../commands/store.ts');
      done(await compact(context, options));
    });
}

import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../core/errors.ts';
import { harmlessLines } from '../core/text.ts';
import type { Context } from './context.ts';
import { addAgent } from './grammar/agent.ts';
import { addDoctor } from './grammar/doctor.ts';
import { addKnocks } from './grammar/knocks.ts';
import { addPages } from './grammar/pages.ts';
import { addMcp, addTools } from './grammar/tools.ts';
import { addWatch } from './grammar/watch.ts';

export { CommanderError };

declare const __REEVE_VERSION__: string | undefined;

/** The version, put in by the build. */
const version: string = typeof __REEVE_VERSION__ === 'string' ? __REEVE_VERSION__ : '0.0.0-source';

const json = ['--json', 'print one JSON document'] as const;
const unredacted = ['--unredacted', 'show values in command lines that look like secrets'] as const;

const wholeNumber = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It is not a whole number.');
  return Number(text);
};

const count = (text: string): number => {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('It must be 1 or more.');
  return number;
};

const exits = `
Exit codes: 0 clean, 1 findings, 2 nothing there, 3 incomplete, 4 bad input,
5 failed. They are explained in docs/exit-codes.md.
`;

/**
 * The command line's grammar. Every command loads its own code when it is called, so that help loads none;
 * `done` takes the exit code, as Commander's actions answer with nothing.
 */
export function createProgram(context: Context, done: (code: ExitCode) => void): Command {
  const program = new Command('reeve')
    .description('What a port is, who holds it here, and whether that should be so.')
    .version(version)
    .option('--no-color', 'print without colour (NO_COLOR is respected too)')
    // It repeats words of the command line, which may come from elsewhere.
    .configureOutput({ writeOut: context.out, writeErr: (text) => context.err(harmlessLines(text)) })
    .configureHelp({ helpWidth: Math.min(context.columns, 100) })
    .enablePositionalOptions()
    .addHelpCommand(
      new Command('help')
        .argument('[command]')
        .description('the same as COMMAND --help')
        .helpGroup('For web servers and programs:'),
    )
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', exits);

  program
    .argument('[ports...]', 'ports such as 443, 53/udp or 2171-2174; none: an overview of this machine')
    .option(...json)
    .option(...unredacted)
    .option('--story', 'everything the dossier of the port knows, with its sources')
    .option('--how', 'the commands to find the holder by hand on Linux, macOS and Windows')
    .action(async (ports: string[], options) => {
      if (ports.length === 0) {
        const { overview } = await import('./commands/overview.ts');
        return done(await overview(context, options));
      }
      const { explainPorts } = await import('./commands/port.ts');
      done(await explainPorts(context, ports, options));
    });

  program.commandsGroup('This machine:');
  program
    .command('ls')
    .description('listeners of this machine, each with a verdict')
    .option('--tcp', 'TCP only')
    .option('--udp', 'UDP only')
    .option('--all', 'raw and packet sockets and connected UDP too')
    .option('--exposed', 'only what can be reached from other machines')
    .option('--unexpected', 'only verdicts of suspect, wrong or unknown')
    .option('--sort <key>', 'port, program, verdict, exposure or started', 'port')
    .option('--watch [seconds]', 'print changes as they come, until Ctrl-C')
    .option(...json)
    .option(...unredacted)
    .action(async (options) => {
      const { list } = await import('./commands/ls.ts');
      done(await list(context, options));
    });

  program
    .command('next')
    .description('a free port that nobody is assigned and nothing holds')
    .option('--near <port>', 'the nearest from here upwards, then downwards', '8000')
    .option('-n, --count <count>', 'how many', count, 1)
    .option('--udp', 'for UDP (TCP otherwise)')
    .option(...json)
    .action(async (options) => {
      const { next } = await import('./commands/next.ts');
      done(await next(context, options));
    });

  program
    .command('free')
    .description('end the holder of a port: names it first, asks, gentle before forced')
    .argument('<port>', 'such as 3000 or 53/udp')
    .option('-y, --yes', 'do not ask')
    .option('--force', 'end it at once where it does not end by itself')
    .option('--wait <seconds>', 'how long a gentle end may take', wholeNumber, 5)
    .option('--dry-run', 'say what would be done, and do nothing')
    .option(...json)
    .action(async (port: string, options) => {
      const { free } = await import('./commands/free.ts');
      done(await free(context, port, options));
    });

  program
    .command('learn')
    .description('write a policy from what runs now')
    .option('-o, --output <file>', 'where to (- for standard output)', 'ports.yaml')
    .option('--force', 'replace a file that is there')
    .option(...json)
    .action(async (options) => {
      const { learn } = await import('./commands/policy.ts');
      done(await learn(context, options));
    });

  program
    .command('check')
    .description('compare what runs with the policy')
    .option('--policy <file>', 'the policy', 'ports.yaml')
    .option(...json)
    .action(async (options) => {
      const { check } = await import('./commands/policy.ts');
      done(await check(context, options));
    });

  program.commandsGroup('What a port is:');
  program
    .command('find')
    .description('search the registry and the dossiers, typo tolerant')
    .argument('<words...>')
    .option('-n, --limit <count>', 'how many at the most', count, 15)
    .option(...json)
    .action(async (words: string[], options) => {
      const { find } = await import('./commands/find.ts');
      done(await find(context, words.join(' '), options));
    });
  addRegistry(program, context, done);

  program.commandsGroup('Who knocks:');
  addWatch(program, context, done);
  addKnocks(program, context, done);

  program.commandsGroup('The agent and its pages:');
  addAgent(program, context, done);
  addTools(program, context, done);
  addDoctor(program, context, done);

  program.commandsGroup('For web servers and programs:');
  addPages(program, context, done);
  addMcp(program, done);
  return program;
}

function addRegistry(program: Command, context: Context, done: (code: ExitCode) => void): void {
  const registry = program.command('registry').description('the record of assigned ports and the dossiers');
  registry
    .command('status')
    .description('where the record comes from, its date and its counts')
    .option(...json)
    .action(async (options) => {
      const { status } = await import('./commands/registry.ts');
      done(await status(context, options));
    });
  registry
    .command('update')
    .description("fetch IANA's full record, check it whole, and put it in place")
    .option('--from <source>', 'a file or an address instead of iana.org')
    .option(...json)
    .action(async (options) => {
      const { update } = await import('./commands/registry.ts');
      done(await update(context, options));
    });
  registry
    .command('verify')
    .description('check the record and every dossier again')
    .option(...json)
    .action(async (options) => {
      const { verify } = await import('./commands/registry.ts');
      done(await verify(context, options));
    });
}

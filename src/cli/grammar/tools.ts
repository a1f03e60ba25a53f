import { type Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../../core/errors.ts';
import type { Context } from '../context.ts';

const json = ['--json', 'print one JSON document'] as const;

const count = (text: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new InvalidArgumentError('It is not a whole number from 1 to 9999.');
  return Number(text);
};

const statusHelp = `
Exit codes: 0 all is well, 3 it cannot see or keep everything, 2 none runs.
`;

const mcpHelp = `
A program that speaks the Model Context Protocol starts it; for most of them:

  { "mcpServers": { "reeve": { "command": "reeve", "args": ["mcp"] } } }

It answers about this machine and changes nothing.
`;

/** What goes around the agent: `reeve status`, `reeve sign-in`, `reeve feedback`. */
export function addTools(program: Command, context: Context, done: (code: ExitCode) => void): void {
  program
    .command('status')
    .description('how the agent is: what it sees, what it keeps, where its pages are')
    .option(...json)
    .action(async (options) => {
      const { agentStatus } = await import('../commands/status.ts');
      done(await agentStatus(context, options));
    })
    .addHelpText('after', statusHelp);

  program
    .command('sign-in')
    .description('a link that opens the agent’s pages for an operator, once')
    .option(...json)
    .action(async (options) => {
      const { signIn } = await import('../commands/sign-in.ts');
      done(await signIn(context, options));
    });

  program
    .command('feedback')
    .description('what visitors thought of the pages')
    .option('--page <path>', 'of this page, such as /ports/2504 or 2504')
    .option('--since <time>', 'since then, such as 7d or 2026-11-20')
    .option('-n, --limit <count>', 'how many at the most', count, 20)
    .option(...json)
    .action(async (options) => {
      const { feedback } = await import('../commands/feedback.ts');
      done(await feedback(context, options));
    });
}

/** `reeve mcp` */
export function addMcp(program: Command, done: (code: ExitCode) => void): void {
  program
    .command('mcp')
    .description('answer programs by the Model Context Protocol, over standard input and output')
    .action(async () => {
      const { mcp } = await import('../commands/mcp.ts');
      done(await mcp());
    })
    .addHelpText('after', mcpHelp);
}

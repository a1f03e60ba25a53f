import type { Command } from 'commander';
import type { ExitCode } from '../../core/errors.ts';
import type { Context } from '../context.ts';

const help = `
It changes nothing. Run it as who runs the agent: sudo reeve doctor.

Exit codes: 0 nothing is wrong (there may be warnings), 1 something is,
3 something could not be looked at.
`;

/** `reeve doctor` */
export function addDoctor(program: Command, context: Context, done: (code: ExitCode) => void): void {
  program
    .command('doctor')
    .description('whether all that reeve rests on is as it should be: privileges, kernel, store, clock')
    .option('--json', 'print one JSON document')
    .action(async (options) => {
      const { doctor } = await import('../commands/doctor.ts');
      done(await doctor(context, options, program.version() ?? ''));
    })
    .addHelpText('after', help);
}

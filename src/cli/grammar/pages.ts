import type { Command } from 'commander';
import type { ExitCode } from '../../core/errors.ts';
import type { Context } from '../context.ts';

const help = `
DIR/ports/443/index.html is the page of port 443, DIR/bn/ports/443/index.html
the same in Bengali: any web server serves /ports/443/ from that without being
told to. Without --base the site stands at the root of its host, and has no
sitemap. Built again into the same folder, only what changed is written.
`;

/** `reeve pages build` */
export function addPages(program: Command, context: Context, done: (code: ExitCode) => void): void {
  const pages = program.command('pages').description('the pages of ports as files for any web server');
  pages
    .command('build')
    .description('write the public atlas: every assigned port and those with a story')
    .argument('<dir>', 'an empty folder, a new one, or one that was built before')
    .option('--base <url>', 'where it will stand, such as https://ports.example.org/')
    .option('--feedback <url>', 'where the feedback form is sent (left out otherwise)')
    .option('--languages <list>', 'such as en,bn (all otherwise; en is always there)')
    .option('--all', 'a page for each of the 65,536 ports')
    .option('--json', 'print one JSON document')
    .action(async (dir: string, options) => {
      const { build } = await import('../commands/pages.ts');
      done(await build(context, dir, options));
    })
    .addHelpText('after', help);
}

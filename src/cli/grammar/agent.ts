import type { Command } from 'commander';
import type { ExitCode } from '../../core/errors.ts';
import type { Context } from '../context.ts';

/** Collects an option that may be given several times. */
const each = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const help = `
Pages and API are served on loopback, at port 7678 or the next free one that
nobody is assigned. Any other address needs --token-file, or --tls-cert and
--tls-key with --client-ca. What changes something (ending a process) takes the
owner's unix socket or a signed-in operator: reeve sign-in.

Ignore rules: 23, 23/tcp, 192.0.2.7, 192.0.2.0/24, 192.0.2.7:23.

Exit codes: 0 ended cleanly, 4 bad options, 5 it runs already or failed.
`;

/** `reeve up` */
export function addAgent(program: Command, context: Context, done: (code: ExitCode) => void): void {
  program
    .command('up')
    .description('the agent: watches listeners and knocks, keeps them, serves pages (npm start)')
    .option('--listen <address>', 'ADDRESS[:PORT] to serve pages at; may be repeated', each)
    .option('--name <host>', 'a further name that this host is called by; may be repeated', each)
    .option('--token-file <file>', 'tokens that requests may bear, one a line')
    .option('--tls-cert <file>', 'certificate (PEM)')
    .option('--tls-key <file>', 'its key (PEM)')
    .option('--client-ca <file>', 'clients must have a certificate of this authority (PEM)')
    .option('-i, --iface <name>', 'watch this interface; may be repeated (all of them)', each)
    .option('--no-watch', 'do not watch for knocks')
    .option('--store <file>', 'keep what is seen in this file')
    .option('--user <name>', 'whose rights the agent has (portreeve, else nobody)')
    .option('--no-registry-update', 'never fetch the record of ports')
    .option('--on-event <command>', 'run it for each event')
    .option('--webhook <url>', 'tell it of each event')
    .option('--webhook-secret-file <file>', 'sign what it is told (or REEVE_WEBHOOK_SECRET)')
    .option('--syslog [where]', 'tell the system log: a unix path or udp://HOST:PORT')
    .option('--ignore <rule>', 'tell nobody of this port or source; may be repeated', each)
    .option('--hook-rate <count>', 'tell at the most so many a minute (30)')
    .option('--log <file>', 'structured log (standard error where it is no terminal)')
    .action(async (options) => {
      const { startUp } = await import('../commands/up.ts');
      done(await startUp(context, options));
    })
    .addHelpText('after', help);
}

import type { Command } from 'commander';
import type { ExitCode } from '../../core/errors.ts';
import type { Context } from '../context.ts';

const json = ['--json', 'print one JSON document'] as const;

/** Collects an option that may be given several times. */
const each = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const readHelp = `
The format is recognised by content: pcap and pcapng (plain, gzip, zstd), and
the logs of iptables/nftables, ufw, firewalld, pf, pfSense/OPNsense, Windows,
AWS VPC flow and Cisco ASA. --format takes iptables, ufw, firewalld, filterlog
(pfSense/OPNsense), pf, pfirewall (Windows), vpcflow or asa; captures are always
recognised. Standard input is read as it comes:

  tcpdump -w - | reeve read -
  journalctl -k -o json | reeve read -

Exit codes: 1 a scan was found, 0 none, 2 nothing to look at, 4 unreadable.
`;

const watchHelp = `
Nothing is sent. Where the kernel itself answers a probe (a reset, a port
unreachable), watch says so; --silent keeps those answers back by a table of
its own, which is removed at the end.
`;

/** `reeve read` and `reeve watch`. */
export function addWatch(program: Command, context: Context, done: (code: ExitCode) => void): void {
  program
    .command('read')
    .description('who scanned, with what tool: from a capture or a firewall log')
    .argument('<files...>', 'captures or logs; - is standard input')
    .option('--format <format>', 'of a log, instead of recognising it; the names are below')
    .option('--columns <names>', 'columns of an AWS VPC flow log without a header')
    .option('--zone <offset>', 'zone of times without one, such as +02:00 (here: of this machine)')
    .option('--follow', 'go on with what is appended, through rotation, until Ctrl-C')
    .option('--together', 'several files as one story, such as the parts of a rotated log')
    .option('-n, --limit <count>', 'how many to list, or all (20; 1000 with --json)')
    .option('--evidence', 'with --json: the packets behind each finding')
    .option('--threshold <name=value>', 'where a line is drawn; may be repeated', each)
    .option('--own <address>', 'an address of yours; may be repeated', each)
    .option('--list <file>', 'a list of known scanners')
    .option('--mmdb <file>', 'a database of countries or networks; may be repeated', each)
    .option('--resolve', 'ask DNS for the names of the sources listed')
    .option('--rdap', 'ask RDAP for the abuse contact of the sources listed')
    .option('--store', 'keep what was found, for reeve knocks')
    .option(...json)
    .action(async (files: string[], options) => {
      const { read } = await import('../commands/read.ts');
      done(await read(context, files, options));
    })
    .addHelpText('after', readHelp);

  program
    .command('watch')
    .description('who is knocking right now, in silence (root)')
    .option('-i, --iface <name>', 'an interface; may be repeated (all of them)', each)
    .option('--silent', 'keep back the answers of the kernel to probes of quiet ports')
    .option('--decoy <port>', 'accept here and record the first bytes; breaks the silence', each)
    .option('--exclude <port>', 'not this port; may be repeated', each)
    .option('--once <seconds>', 'watch so long, then print a report')
    .option('--for <time>', 'end after 30s, 10m or 2h')
    .option('--threshold <name=value>', 'where a line is drawn; may be repeated', each)
    .option('--user <name>', 'whose rights the watcher has (portreeve, else nobody)')
    .option('--evidence', 'with --json: the packets behind each event')
    .option('--no-store', 'do not keep what is seen')
    .option('--store <file>', 'keep it in this file')
    .option('--json', 'print one JSON object a line for each event')
    .action(async (options) => {
      const { watch } = await import('../commands/watch.ts');
      done(await watch(context, options));
    })
    .addHelpText('after', watchHelp);
}

import { type ByHandReason, commandsByHand } from '../../core/by-hand.ts';
import type { Transport } from '../../core/transport.ts';
import type { Paint } from './style.ts';
import { paragraph } from './text.ts';

const words: Readonly<Record<ByHandReason, string>> = {
  listens: 'who listens; without sudo only your own processes are named',
  'listens-proc': 'the same from /proc, with user and descriptor',
  'bound-udp': 'UDP has no listening state: everybody bound to it',
  'processes-tcp': 'only the processes; nothing printed means nobody seen',
  'processes-udp': 'only the processes bound to the UDP port',
  'sctp-endpoints': 'every SCTP endpoint, with its port (LPORT) and inode',
  process: 'what the process is and when it was started',
  unit: 'the unit it belongs to, which would start it again',
  'socket-units': 'ports that systemd holds (PID 1) until a connection comes',
  nat: 'NAT may hand the port on though nothing listens',
  container: 'the container behind docker-proxy or a published port',
  namespaces: 'other network namespaces; sudo nsenter -t PID -n in front of ss looks into one',
  'listens-own': 'who listens; without sudo only your own processes',
  'bound-udp-all': 'everybody bound to the UDP port',
  'sockets-any-user': 'names one process of each socket, of any user, without sudo',
  'same-udp': 'the same for UDP',
  launchd: 'whether launchd started it, and from which property list',
  'powershell-tcp': 'PowerShell: who listens, in OwningProcess',
  'powershell-udp': 'PowerShell: who is bound to the UDP port, in OwningProcess',
  'powershell-process': 'PowerShell: what the process is',
  'netstat-last': 'anywhere: the PID stands last; lines with it on the right are connections',
  svchost: 'the services inside, for svchost.exe',
  'http-sys': 'for PID 4 (System): who registered an address with HTTP.sys',
  excluded: 'binding fails though nothing listens: reserved by Hyper-V, WSL, Docker or an administrator',
  dynamic: 'the range from which outgoing connections take their ports',
};

/** The commands as text, at most `columns` wide where a command itself is not wider. */
export function howText(port: number, transport: Transport | null, columns: number, paint: Paint): string {
  const sections = commandsByHand(port, transport).map(({ system, commands }) =>
    [
      paint.bold(system),
      ...(commands.length === 0 ? [none(system, transport)] : commands.flatMap(lines)),
    ].join('\n'),
  );
  const heading = `${paint.bold('By hand')}  ${paint.dim(`who holds ${port}${transport === null ? '' : `/${transport}`}; PID is the number found before`)}`;
  return [heading, ...sections].join('\n\n');

  function lines({ command, why }: { command: string; why: ByHandReason }): readonly string[] {
    return [`  ${paint.cyan(command)}`, paint.dim(paragraph(words[why], columns, '      '))];
  }
}

const none = (system: string, transport: Transport | null): string =>
  `  ${system} has no ${(transport ?? '').toUpperCase()} of its own: a program would bring it in itself.`;

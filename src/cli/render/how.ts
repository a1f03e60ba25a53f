import type { Transport } from '../../core/transport.ts';
import type { Paint } from './style.ts';
import { paragraph } from './text.ts';

interface HowCommand {
  /** As typed; `PID` stands for the number that an earlier command gave. */
  readonly command: string;
  readonly why: string;
}

export interface HowSystem {
  readonly system: 'Linux' | 'macOS' | 'Windows';
  /** Empty where the system has no such transport of its own. */
  readonly commands: readonly HowCommand[];
}

/**
 * The commands that find the holder of a port by hand, for each system, in the order in which to try them.
 * @param transport null for whichever it is: then TCP and UDP are looked for
 */
export function howLines(port: number, transport: Transport | null): readonly HowSystem[] {
  return [
    { system: 'Linux', commands: linux(port, transport) },
    { system: 'macOS', commands: macos(port, transport) },
    { system: 'Windows', commands: windows(port, transport) },
  ];
}

const wants = (asked: Transport | null, one: 'tcp' | 'udp'): boolean => asked === null || asked === one;

/** ss(8): -t -u -S -d choose the transport, -l listening, -n numbers, -p processes. */
const ssFlags = { tcp: 't', udp: 'u', sctp: 'S', dccp: 'd' } as const;

function linux(port: number, transport: Transport | null): readonly HowCommand[] {
  const [tcp, udp] = [wants(transport, 'tcp'), wants(transport, 'udp')];
  const letters = transport === null ? 'tu' : ssFlags[transport];
  const list: (HowCommand | false)[] = [
    {
      command: `sudo ss -${letters}lnp 'sport = :${port}'`,
      why: 'who listens; without sudo only your own processes are named',
    },
    tcp && {
      command: `sudo lsof -nP -iTCP:${port} -sTCP:LISTEN`,
      why: 'the same from /proc, with user and descriptor',
    },
    udp && {
      command: `sudo lsof -nP -iUDP:${port}`,
      why: 'UDP has no listening state: everybody bound to it',
    },
    tcp && {
      command: `sudo fuser -v ${port}/tcp`,
      why: 'only the processes; nothing printed means nobody seen',
    },
    udp && { command: `sudo fuser -v ${port}/udp`, why: 'only the processes bound to the UDP port' },
    transport === 'sctp' && {
      command: 'cat /proc/net/sctp/eps',
      why: 'every SCTP endpoint, with its port (LPORT) and inode',
    },
    { command: 'ps -o pid,ppid,user,lstart,args -p PID', why: 'what the process is and when it was started' },
    { command: 'systemctl status PID', why: 'the unit it belongs to, which would start it again' },
    {
      command: 'systemctl list-sockets --all',
      why: 'ports that systemd holds (PID 1) until a connection comes',
    },
    {
      command: `sudo nft list ruleset | grep -w ${port}`,
      why: 'NAT may hand the port on though nothing listens',
    },
    {
      command: `docker ps --filter publish=${port}`,
      why: 'the container behind docker-proxy or a published port',
    },
    {
      command: 'sudo lsns -t net',
      why: 'other network namespaces; sudo nsenter -t PID -n in front of ss looks into one',
    },
  ];
  return list.filter((one) => one !== false);
}

function macos(port: number, transport: Transport | null): readonly HowCommand[] {
  const [tcp, udp] = [wants(transport, 'tcp'), wants(transport, 'udp')];
  if (!tcp && !udp) return [];
  const list: (HowCommand | false)[] = [
    tcp && {
      command: `sudo lsof -nP -iTCP:${port} -sTCP:LISTEN`,
      why: 'who listens; without sudo only your own processes',
    },
    udp && { command: `sudo lsof -nP -iUDP:${port}`, why: 'everybody bound to the UDP port' },
    tcp && {
      command: `netstat -anv -p tcp | grep '[.]${port} '`,
      why: 'names one process of each socket, of any user, without sudo',
    },
    udp && { command: `netstat -anv -p udp | grep '[.]${port} '`, why: 'the same for UDP' },
    {
      command: 'ps -o pid,ppid,user,lstart,command -p PID',
      why: 'what the process is and when it was started',
    },
    {
      command: 'sudo launchctl procinfo PID',
      why: 'whether launchd started it, and from which property list',
    },
  ];
  return list.filter((one) => one !== false);
}

function windows(port: number, transport: Transport | null): readonly HowCommand[] {
  const [tcp, udp] = [wants(transport, 'tcp'), wants(transport, 'udp')];
  if (!tcp && !udp) return [];
  const kinds = (['tcp', 'udp'] as const).filter((kind) => wants(transport, kind));
  const list: (HowCommand | false)[] = [
    tcp && {
      command: `Get-NetTCPConnection -State Listen -LocalPort ${port}`,
      why: 'PowerShell: who listens, in OwningProcess',
    },
    udp && {
      command: `Get-NetUDPEndpoint -LocalPort ${port}`,
      why: 'PowerShell: who is bound to the UDP port, in OwningProcess',
    },
    {
      command: 'Get-Process -Id PID | Format-List Id,Name,Path,StartTime',
      why: 'PowerShell: what the process is',
    },
    {
      command: `netstat -aon | findstr ":${port} "`,
      why: 'anywhere: the PID stands last; lines with it on the right are connections',
    },
    { command: 'tasklist /svc /fi "PID eq PID"', why: 'the services inside, for svchost.exe' },
    tcp && {
      command: 'netsh http show servicestate',
      why: 'for PID 4 (System): who registered an address with HTTP.sys',
    },
    ...kinds.map((kind) => ({
      command: `netsh int ipv4 show excludedportrange protocol=${kind}`,
      why: 'binding fails though nothing listens: reserved by Hyper-V, WSL, Docker or an administrator',
    })),
    {
      command: `netsh int ipv4 show dynamicport ${kinds[0] ?? 'tcp'}`,
      why: 'the range from which outgoing connections take their ports',
    },
  ];
  return list.filter((one) => one !== false);
}

/** The commands as text, at most `columns` wide where a command itself is not wider. */
export function howText(port: number, transport: Transport | null, columns: number, paint: Paint): string {
  const sections = howLines(port, transport).map(({ system, commands }) =>
    [
      paint.bold(system),
      ...(commands.length === 0 ? [none(system, transport)] : commands.flatMap(lines)),
    ].join('\n'),
  );
  const heading = `${paint.bold('By hand')}  ${paint.dim(`who holds ${port}${transport === null ? '' : `/${transport}`}; PID is the number found before`)}`;
  return [heading, ...sections].join('\n\n');

  function lines({ command, why }: HowCommand): readonly string[] {
    return [`  ${paint.cyan(command)}`, paint.dim(paragraph(why, columns, '      '))];
  }
}

const none = (system: string, transport: Transport | null): string =>
  `  ${system} has no ${(transport ?? '').toUpperCase()} of its own: a program would bring it in itself.`;

import type { Transport } from './transport.ts';

/** What a command tells. */
export type ByHandReason =
  | 'listens'
  | 'listens-proc'
  | 'bound-udp'
  | 'processes-tcp'
  | 'processes-udp'
  | 'sctp-endpoints'
  | 'process'
  | 'unit'
  | 'socket-units'
  | 'nat'
  | 'container'
  | 'namespaces'
  | 'listens-own'
  | 'bound-udp-all'
  | 'sockets-any-user'
  | 'same-udp'
  | 'launchd'
  | 'powershell-tcp'
  | 'powershell-udp'
  | 'powershell-process'
  | 'netstat-last'
  | 'svchost'
  | 'http-sys'
  | 'excluded'
  | 'dynamic';

/** A command of an operating system that tells who holds a port. */
export interface ByHandCommand {
  /** As typed; `PID` stands for the number that an earlier command gave. */
  readonly command: string;
  /** What it tells, by name; whoever shows it has the words. */
  readonly why: ByHandReason;
}

export interface ByHandSystem {
  readonly system: 'Linux' | 'macOS' | 'Windows';
  /** Empty where the system has no such transport of its own. */
  readonly commands: readonly ByHandCommand[];
}

/**
 * The commands that find the holder of a port by hand, for each system, in the order in which to try them.
 * @param transport null for whichever it is: then TCP and UDP are looked for
 */
export function commandsByHand(port: number, transport: Transport | null): readonly ByHandSystem[] {
  return [
    { system: 'Linux', commands: linux(port, transport) },
    { system: 'macOS', commands: macos(port, transport) },
    { system: 'Windows', commands: windows(port, transport) },
  ];
}

const wants = (asked: Transport | null, one: 'tcp' | 'udp'): boolean => asked === null || asked === one;

/** ss(8): -t -u -S -d choose the transport, -l listening, -n numbers, -p processes. */
const ssFlags = { tcp: 't', udp: 'u', sctp: 'S', dccp: 'd' } as const;

function linux(port: number, transport: Transport | null): readonly ByHandCommand[] {
  const [tcp, udp] = [wants(transport, 'tcp'), wants(transport, 'udp')];
  const letters = transport === null ? 'tu' : ssFlags[transport];
  const list: (ByHandCommand | false)[] = [
    {
      command: `sudo ss -${letters}lnp 'sport = :${port}'`,
      why: 'listens',
    },
    tcp && {
      command: `sudo lsof -nP -iTCP:${port} -sTCP:LISTEN`,
      why: 'listens-proc',
    },
    udp && {
      command: `sudo lsof -nP -iUDP:${port}`,
      why: 'bound-udp',
    },
    tcp && {
      command: `sudo fuser -v ${port}/tcp`,
      why: 'processes-tcp',
    },
    udp && { command: `sudo fuser -v ${port}/udp`, why: 'processes-udp' },
    transport === 'sctp' && {
      command: 'cat /proc/net/sctp/eps',
      why: 'sctp-endpoints',
    },
    { command: 'ps -o pid,ppid,user,lstart,args -p PID', why: 'process' },
    { command: 'systemctl status PID', why: 'unit' },
    {
      command: 'systemctl list-sockets --all',
      why: 'socket-units',
    },
    {
      command: `sudo nft list ruleset | grep -w ${port}`,
      why: 'nat',
    },
    {
      command: `docker ps --filter publish=${port}`,
      why: 'container',
    },
    {
      command: 'sudo lsns -t net',
      why: 'namespaces',
    },
  ];
  return list.filter((one) => one !== false);
}

function macos(port: number, transport: Transport | null): readonly ByHandCommand[] {
  const [tcp, udp] = [wants(transport, 'tcp'), wants(transport, 'udp')];
  if (!tcp && !udp) return [];
  const list: (ByHandCommand | false)[] = [
    tcp && {
      command: `sudo lsof -nP -iTCP:${port} -sTCP:LISTEN`,
      why: 'listens-own',
    },
    udp && { command: `sudo lsof -nP -iUDP:${port}`, why: 'bound-udp-all' },
    tcp && {
      command: `netstat -anv -p tcp | grep '[.]${port} '`,
      why: 'sockets-any-user',
    },
    udp && { command: `netstat -anv -p udp | grep '[.]${port} '`, why: 'same-udp' },
    {
      command: 'ps -o pid,ppid,user,lstart,command -p PID',
      why: 'process',
    },
    {
      command: 'sudo launchctl procinfo PID',
      why: 'launchd',
    },
  ];
  return list.filter((one) => one !== false);
}

function windows(port: number, transport: Transport | null): readonly ByHandCommand[] {
  const [tcp, udp] = [wants(transport, 'tcp'), wants(transport, 'udp')];
  if (!tcp && !udp) return [];
  const kinds = (['tcp', 'udp'] as const).filter((kind) => wants(transport, kind));
  const list: (ByHandCommand | false)[] = [
    tcp && {
      command: `Get-NetTCPConnection -State Listen -LocalPort ${port}`,
      why: 'powershell-tcp',
    },
    udp && {
      command: `Get-NetUDPEndpoint -LocalPort ${port}`,
      why: 'powershell-udp',
    },
    {
      command: 'Get-Process -Id PID | Format-List Id,Name,Path,StartTime',
      why: 'powershell-process',
    },
    {
      command: `netstat -aon | findstr ":${port} "`,
      why: 'netstat-last',
    },
    { command: 'tasklist /svc /fi "PID eq PID"', why: 'svchost' },
    tcp && {
      command: 'netsh http show servicestate',
      why: 'http-sys',
    },
    ...kinds.map(
      (kind): ByHandCommand => ({
        command: `netsh int ipv4 show excludedportrange protocol=${kind}`,
        why: 'excluded',
      }),
    ),
    {
      command: `netsh int ipv4 show dynamicport ${kinds[0] ?? 'tcp'}`,
      why: 'dynamic',
    },
  ];
  return list.filter((one) => one !== false);
}

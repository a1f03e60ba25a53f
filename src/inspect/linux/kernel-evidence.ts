import { readdirSync, readFileSync } from 'node:fs';
import type { Transport } from '../../core/transport.ts';

/** A socket that some part of the kernel's configuration names by its port. */
export interface ConfiguredPort {
  readonly transport: Transport;
  readonly port: number;
}

/** Signs on this host of the kernel's own servers and tunnels. Each is read at the first question, once. */
export interface KernelEvidence {
  /** Names of interfaces of our network namespace by their kind (DEVTYPE of their uevent). */
  readonly devices: (kind: string) => readonly string[];
  /** A module that was loaded, not one built in: those say nothing about use. */
  readonly module: (name: string) => boolean;
  /** A kernel thread with such a name runs. */
  readonly thread: (name: RegExp) => boolean;
  /** /proc/fs/nfsd/portlist, lines such as `tcp 2049`. */
  readonly nfsd: () => readonly ConfiguredPort[];
  /** `nlm_tcpport`, `nlm_udpport` of lockd where they are set. */
  readonly lockd: () => readonly ConfiguredPort[];
  /** Portals of the LIO iSCSI target. */
  readonly iscsi: () => readonly ConfiguredPort[];
  /** TCP ports of the NVMe target. */
  readonly nvme: () => readonly ConfiguredPort[];
}

export interface EvidenceRoots {
  readonly procRoot?: string;
  readonly sysRoot?: string;
}

export function kernelEvidence({ procRoot = '/proc', sysRoot = '/sys' }: EvidenceRoots = {}): KernelEvidence {
  const devices = once(() => devicesByKind(sysRoot));
  const modules = once(() => new Set(linesOf(`${procRoot}/modules`).map((line) => line.split(' ', 1)[0])));
  const threads = once(() => kernelThreads(procRoot));
  return {
    devices: (kind) => devices().get(kind) ?? [],
    module: (name) => modules().has(name),
    thread: (name) => threads().some((thread) => name.test(thread)),
    nfsd: once(() => linesOf(`${procRoot}/fs/nfsd/portlist`).flatMap(portOfLine)),
    lockd: once(() => lockdPorts(procRoot)),
    iscsi: once(() => iscsiPortals(`${sysRoot}/kernel/config/target/iscsi`)),
    nvme: once(() => nvmePorts(`${sysRoot}/kernel/config/nvmet/ports`)),
  };
}

function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

const linesOf = (path: string): readonly string[] =>
  textOf(path)
    .split('\n')
    .filter((line) => line !== '');

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function devicesByKind(sysRoot: string): ReadonlyMap<string, readonly string[]> {
  const byKind = new Map<string, string[]>();
  for (const name of namesIn(`${sysRoot}/class/net`)) {
    const kind = /^DEVTYPE=(.+)$/m.exec(textOf(`${sysRoot}/class/net/${name}/uevent`))?.[1];
    if (kind !== undefined) byKind.set(kind, [...(byKind.get(kind) ?? []), name]);
  }
  return byKind;
}

const mostThreads = 4096;

/** The children of kthreadd, which is pid 2 of the first pid namespace; elsewhere there are none to be seen. */
function kernelThreads(procRoot: string): readonly string[] {
  if (textOf(`${procRoot}/2/comm`) !== 'kthreadd') return [];
  const pids = textOf(`${procRoot}/2/task/2/children`).split(' ').slice(0, mostThreads);
  return pids.filter((pid) => pid !== '').map((pid) => textOf(`${procRoot}/${pid}/comm`));
}

function portOfLine(line: string): readonly ConfiguredPort[] {
  const [, transport, port] = /^(tcp|udp)6? (\d{1,5})$/.exec(line) ?? [];
  return port === undefined ? [] : [{ transport: transport === 'tcp' ? 'tcp' : 'udp', port: Number(port) }];
}

const lockdPorts = (procRoot: string): readonly ConfiguredPort[] =>
  (['tcp', 'udp'] as const).flatMap((transport) => {
    const port = Number(textOf(`${procRoot}/sys/fs/nfs/nlm_${transport}port`));
    return port > 0 ? [{ transport, port }] : [];
  });

/** `IQN/tpgt_1/np/0.0.0.0:3260`, `[::]:3260`. */
const iscsiPortals = (root: string): readonly ConfiguredPort[] =>
  namesIn(root).flatMap((iqn) =>
    namesIn(`${root}/${iqn}`).flatMap((group) =>
      namesIn(`${root}/${iqn}/${group}/np`).flatMap((portal) => {
        const port = /:(\d{1,5})$/.exec(portal)?.[1];
        return port === undefined ? [] : [{ transport: 'tcp', port: Number(port) } as const];
      }),
    ),
  );

const nvmePorts = (root: string): readonly ConfiguredPort[] =>
  namesIn(root).flatMap((port) => {
    if (textOf(`${root}/${port}/addr_trtype`) !== 'tcp') return [];
    const number = Number(textOf(`${root}/${port}/addr_trsvcid`));
    return number > 0 ? [{ transport: 'tcp', port: number } as const] : [];
  });

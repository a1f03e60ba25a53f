import type { SocketKind, Transport } from '../core/transport.ts';
import type { Visibility } from '../core/visibility.ts';

/** From where a listener can be reached. `container` = only inside another network namespace. */
export type Exposure = 'loopback' | 'link-local' | 'private' | 'public' | 'container';

/** A network namespace: its inode number is its identity on this boot. */
export interface NetworkNamespace {
  /**
   * As in `/proc/PID/ns/net`. Where that is hidden from us (no privilege) the inode of the namespace's
   * `/proc/PID/net/dev` stands in: from the same pool, so equal to no other's, but not what others call it.
   */
  readonly inode: number;
  /** `ip netns` name or a container's name where one is known. */
  readonly name: string | null;
  /** True for the namespace `reeve` itself runs in. */
  readonly own: boolean;
}

/** A socket as the kernel lists it, before anybody asks whose it is. */
export interface ListedSocket {
  readonly kind: SocketKind;
  /** null for raw and packet sockets. */
  readonly port: number | null;
  /**
   * IP protocol of a raw socket, EtherType of a packet socket (3 = all), 136 of a UDP-Lite socket, which is of
   * kind `udp` but has a port space of its own (RFC 3828); else null.
   */
  readonly protocol: number | null;
  readonly family: 4 | 6 | null;
  /** Canonical text (RFC 5952); `*` for packet sockets. Link-local addresses carry no zone: see `device`. */
  readonly address: string;
  /** An IPv6 wildcard socket that takes IPv4 as well (IPV6_V6ONLY off); null where it could not be known. */
  readonly dualStack: boolean | null;
  /** The interface the socket is bound to (SO_BINDTODEVICE or scope), else null. */
  readonly device: string | null;
  readonly uid: number;
  /** 0 where the kernel itself holds the socket. Unique only within a network namespace's boot. */
  readonly inode: number;
  /** cgroup v2 id of the cgroup in which the socket was made; null where the kernel does not say. */
  readonly cgroupId: bigint | null;
  /** Accept queue of a listening stream socket (connections); null for others. */
  readonly backlog: { readonly current: number; readonly max: number } | null;
  /** Packets the kernel dropped at this socket since it was opened; null where unknown. */
  readonly drops: number | null;
  /** A UDP socket may be connected to one peer; then only that peer reaches it. */
  readonly peer: { readonly address: string; readonly port: number } | null;
  readonly netns: NetworkNamespace;
}

/** A process that has the socket open, and by which descriptor. */
export interface SocketHolder {
  readonly pid: number;
  readonly fd: number;
}

/** A link of the chain that answers "why does it run", nearest ancestor first. */
export interface Ancestor {
  readonly pid: number;
  readonly comm: string;
}

export interface OwningPackage {
  readonly name: string;
  readonly version: string | null;
  readonly manager: 'dpkg' | 'rpm';
}

/** What is known of one holder. Null = could not be read (hidden), never "none" unless said. */
export interface Owner extends SocketHolder {
  readonly comm: string;
  readonly exe: string | null;
  /** What the program is called, proven by its file; absent where only the file's own name is known. */
  readonly program?: string;
  /** The file was removed or replaced after the process started. */
  readonly exeDeleted: boolean | null;
  readonly cmdline: readonly string[] | null;
  readonly cwd: string | null;
  /** ISO 8601 UTC. */
  readonly startedAt: string | null;
  readonly uid: number | null;
  readonly user: string | null;
  /** Controlling terminal such as `pts/3`; null where it has none or it is hidden. */
  readonly tty: string | null;
  readonly ancestry: readonly Ancestor[];
  /** null = no package manager knows the file; undefined = not looked up or no package manager here. */
  readonly package?: OwningPackage | null;
  /** What an interpreter (node, python, java …) runs: the script, module, jar or main class. */
  readonly runs?: string | null;
  /** The language whose interpreter the executable is (`node`, `python`, `java`, `shell`, …); absent for others. */
  readonly interpreter?: string;
  /** `runs` as an absolute path, where it is a file that could be found. */
  readonly runsFile?: string | null;
  /** The package that owns `runsFile`; as `package`. */
  readonly runsPackage?: OwningPackage | null;
  /** True where `cmdline` is one word that the program wrote over its arguments (`nginx: master process …`). */
  readonly titled?: boolean;
  /** True where the working directory was removed under the process. */
  readonly cwdDeleted?: boolean;
  /** Clock ticks since boot at the start: with the pid the identity of the process. */
  readonly startTicks?: number;
  /** The process's own cgroup path in systemd's hierarchy or the unified one. */
  readonly cgroupPath?: string | null;
  /** The audit login uid: who logged in to start it; null for a daemon or where hidden. */
  readonly loginUid?: number | null;
  /** The git work tree that holds the working directory. */
  readonly gitProject?: string | null;
  /** `snap.<name>` or `flatpak <id>` from the cgroup. */
  readonly sandbox?: string | null;
  /** Facts for the rules about the executable's place; null where they could not be read. */
  readonly exeFacts?: {
    /** Uid that owns the file, its mode bits, and whether any folder above it may be written by everybody. */
    readonly ownerUid: number;
    readonly mode: number;
    readonly inWorldWritableFolder: boolean;
  } | null;
}

export interface Unit {
  readonly name: string;
  readonly type: 'service' | 'socket' | 'scope' | 'slice' | 'timer' | 'mount' | 'swap';
  /** The socket unit that started or would start it. */
  readonly socketUnit: string | null;
  /** Who said so; `scm` is the service control manager of Windows. */
  readonly source: 'cgroup' | 'systemd' | 'scm';
  readonly description?: string | null;
  /** True for a socket unit whose service is not running: a connection will start it. */
  readonly sleeping?: boolean;
  /** The unit whose service a connection would start, for a sleeping socket. */
  readonly activates?: string | null;
  /** Would be started again when its process ends (Restart= other than no), where systemd says. */
  readonly restarts?: boolean | null;
  /** Uid of the user whose own manager runs the unit (`systemctl --user`); absent for system units. */
  readonly userManager?: number;
}

export interface Container {
  readonly id: string;
  /** null where no container engine answered. */
  readonly name: string | null;
  readonly image: string | null;
  readonly runtime: 'docker' | 'podman' | 'containerd' | 'cri-o' | 'lxc' | 'nspawn' | 'unknown';
  /** Compose project and service where labelled. */
  readonly compose?: { readonly project: string; readonly service: string } | null;
}

/** A port of the host that NAT or a forwarder hands to an address elsewhere. */
export interface Publication {
  readonly transport: Transport;
  readonly hostAddress: string;
  readonly hostPort: number;
  /** Last port where a rule hands on a whole span; absent for one port. */
  readonly through?: number;
  readonly targetAddress: string | null;
  /** The port there; null = it stays what it was, or is not known. */
  readonly targetPort: number | null;
  /** Last port there, where the kernel picks one of a span; absent otherwise. */
  readonly targetThrough?: number;
  /** In words, what else must be true of a packet: `from 10.0.0.0/8`, `arriving on eth1`. */
  readonly condition?: string;
  readonly by: 'nftables' | 'iptables' | 'docker' | 'podman';
  readonly container: Container | null;
}

/** Several processes or sockets that are one service. */
export interface ListenerGroup {
  /** Distinct processes that hold a socket of the group. */
  readonly workers: number;
  /** Sockets sharing the port by SO_REUSEPORT (1 = not shared). */
  readonly reuseport: number;
  /** Holders with another program or user than the rest; pids. */
  readonly outsiders: readonly number[];
  /** Inodes of all sockets of the group. */
  readonly inodes: readonly number[];
}

/** A listener: a bound socket that can receive, or a group of such that are one service. */
export interface Listener extends ListedSocket {
  readonly user: string | null;
  readonly exposure: Exposure;
  readonly published: readonly Publication[];
  readonly owners: readonly Owner[];
  /** Whether `owners` is the whole truth: false where holders may be hidden. */
  readonly ownersComplete: boolean;
  /** Held by the kernel itself (NFS, WireGuard, …), with what could be told about it. */
  readonly kernel: { readonly what: string | null } | null;
  readonly unit: Unit | null;
  readonly container: Container | null;
  /** The holder only hands traffic on to a container: `docker-proxy`, `rootlessport`, `pasta`, … */
  readonly forwarder?: { readonly program: string; readonly engine: 'docker' | 'podman' } | null;
  readonly group: ListenerGroup;
}

/** Why a port on which nothing listens may still not be free. */
export type ClosedReason =
  | { readonly kind: 'time-wait'; readonly count: number }
  /** TCP and UDP sockets with this local port and a peer. */
  | { readonly kind: 'connected'; readonly count: number }
  /** TCP sockets that are bound and do not listen: nobody else can bind the port. */
  | { readonly kind: 'bound'; readonly count: number }
  | { readonly kind: 'published'; readonly publication: Publication }
  | { readonly kind: 'sleeping-socket'; readonly unit: Unit }
  | { readonly kind: 'reserved-by-os'; readonly source: string }
  | { readonly kind: 'ephemeral'; readonly from: number; readonly to: number }
  | { readonly kind: 'other-namespace'; readonly netns: NetworkNamespace };

/** The host's own truth about ports. Null where it could not be read. */
export interface HostPorts {
  /** `ip_local_port_range`: from which the kernel picks ports of outgoing connections. */
  readonly ephemeral: { readonly from: number; readonly to: number } | null;
  /** `ip_local_reserved_ports`, or excluded ranges on Windows. */
  readonly reserved: readonly { readonly from: number; readonly to: number }[] | null;
  /** Lowest port that needs no privilege to bind (`ip_unprivileged_port_start`). */
  readonly unprivilegedFrom: number | null;
}

/** One look at a machine. */
export interface Inspection {
  readonly listeners: readonly Listener[];
  readonly host: HostPorts;
  readonly visibility: Visibility;
}

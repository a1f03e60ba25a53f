import type { DoctorCheck } from '../../contract/doctor.ts';
import type { OwnerMethod } from '../../core/visibility.ts';
import { checksOf } from './check.ts';

/** What was tried. Null: it could not be tried, for want of a privilege or of the thing itself. */
export interface KernelFacts {
  readonly platform: string;
  /** `6.1.0-18-amd64` */
  readonly release: string;
  readonly btf: boolean;
  /** How owners were found in a real look, and the notes of it. */
  readonly owners: { readonly method: OwnerMethod; readonly notes: readonly string[] } | null;
  /** Whether it holds CAP_BPF and CAP_PERFMON, so that the look shows what the kernel can. */
  readonly mayUseBpf: boolean;
  /** Null: it answers; else why it does not. */
  readonly sockDiag: string | null;
  /** A packet ring was opened: true, why not, or null where that is not permitted. */
  readonly packetRing: true | string | null;
  /** Where the command `nft` is. */
  readonly nft: string | null;
  readonly nfTables: boolean | null;
  readonly cgroup2: string | null;
  readonly namespaces: boolean;
}

const { ok, warn, fail, unknown } = checksOf('kernel');

export function kernelChecks(facts: KernelFacts): readonly DoctorCheck[] {
  const { platform, release } = facts;
  if (platform !== 'linux') {
    return [ok('system', `${platform} ${release}: listeners by the system's own programs; no live watching`)];
  }
  return [
    ok('system', `Linux ${release}`),
    facts.sockDiag === null
      ? ok('sock_diag', 'lists sockets (NETLINK_SOCK_DIAG)')
      : warn(
          'sock_diag',
          `does not list sockets: ${facts.sockDiag}; /proc is read instead`,
          'Load the modules tcp_diag and udp_diag, or let the sandbox permit AF_NETLINK',
        ),
    facts.btf
      ? ok('btf', 'describes its own types (BTF), as the quick look-up of owners needs it')
      : warn(
          'btf',
          'does not describe its own types (no /sys/kernel/btf/vmlinux): owners are found by walking /proc',
          'Use a kernel that was built with CONFIG_DEBUG_INFO_BTF',
        ),
    iterator(facts),
    ring(facts),
    nftables(facts),
    facts.cgroup2 === null
      ? warn(
          'cgroup2',
          'no cgroup v2 is mounted: units and containers of hidden owners cannot be told',
          'Boot with systemd.unified_cgroup_hierarchy=1',
        )
      : ok('cgroup2', `cgroup v2 at ${facts.cgroup2}`),
    facts.namespaces
      ? ok('namespaces', 'network namespaces are shown')
      : unknown('namespaces', 'network namespaces are not shown (/proc/self/ns/net)', 'Mount /proc'),
  ];
}

function iterator({ owners, mayUseBpf }: KernelFacts): DoctorCheck {
  const id = 'bpf-iterator';
  if (owners?.method === 'bpf')
    return ok(id, 'lets a BPF program walk all open files: owners are found quickly');
  if (!mayUseBpf || owners === null)
    return ok(id, 'not tried, as CAP_BPF and CAP_PERFMON are not held: owners are found by walking /proc');
  const why = owners.notes.length === 0 ? '' : ` (${owners.notes[0]})`;
  return warn(id, `lets no BPF program walk open files${why}: owners are found by walking /proc`);
}

function ring({ packetRing }: KernelFacts): DoctorCheck {
  const id = 'af_packet';
  if (packetRing === true) return ok(id, 'gives a packet ring (AF_PACKET): knocks can be watched');
  if (packetRing === null) return ok(id, 'packet ring not tried, as CAP_NET_RAW is not held');
  return fail(id, `gives no packet ring: ${packetRing}`, 'Load the module af_packet');
}

function nftables({ nft, nfTables }: KernelFacts): DoctorCheck {
  const id = 'nftables';
  if (nft === null) {
    return warn(
      id,
      'the command nft is missing: --silent cannot keep answers back, and published ports are not read from nftables',
      'Install the package nftables',
    );
  }
  if (nfTables === false) return warn(id, `${nft} is there, but the kernel has no nftables`);
  return ok(
    id,
    nfTables === null ? `${nft} is there; not tried, as CAP_NET_ADMIN is not held` : `${nft} works`,
  );
}

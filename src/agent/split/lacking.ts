import type { CapabilityName } from '../../sys/capability.ts';

/** Privileges that are not held: what is lost without them, and how to grant them, in phrases for people. */
export interface Lacking {
  /** All of them are needed for it: `CAP_NET_RAW`. */
  readonly capabilities: readonly string[];
  readonly lost: string;
  readonly grant: string;
}

interface Use {
  readonly needs: readonly CapabilityName[];
  readonly lost: string;
  readonly grant: string;
}

const ambient = (needs: readonly string[]): string =>
  `start it as root, or let systemd give it: AmbientCapabilities=${needs.join(' ')}`;

/** What the agent does with each; `docs/agent.md` has the same table, and a test compares the two. */
export const uses: readonly Use[] = [
  {
    needs: ['CAP_NET_RAW'],
    lost: 'no knocks are seen, as the packet socket takes it',
    grant: ambient(['CAP_NET_RAW']),
  },
  {
    needs: ['CAP_SYS_PTRACE', 'CAP_DAC_READ_SEARCH'],
    lost: 'who holds sockets of other users stays hidden, their programs and folders too',
    grant: ambient(['CAP_SYS_PTRACE', 'CAP_DAC_READ_SEARCH']),
  },
  {
    needs: ['CAP_BPF', 'CAP_PERFMON'],
    lost: 'owners are found by walking /proc, which takes longer where many files are open',
    grant: ambient(['CAP_BPF', 'CAP_PERFMON']),
  },
  {
    needs: ['CAP_NET_ADMIN'],
    lost: 'NAT rules that publish ports of containers are not read',
    grant: ambient(['CAP_NET_ADMIN']),
  },
  {
    needs: ['CAP_SYS_ADMIN'],
    lost: 'other network namespaces are read through /proc, and not at all where that shows none of their processes',
    grant: 'start it as root; it is as good as root, so the systemd unit does not give it',
  },
  {
    needs: ['CAP_KILL'],
    lost: 'processes of other users cannot be ended from the pages',
    grant: ambient(['CAP_KILL']),
  },
];

/** What is lost to a process that holds these. Older kernels take CAP_SYS_ADMIN for BPF: it stands for both there too. */
export function lackingFor(held: readonly CapabilityName[]): readonly Lacking[] {
  const has = (name: CapabilityName): boolean =>
    held.includes(name) || ((name === 'CAP_BPF' || name === 'CAP_PERFMON') && held.includes('CAP_SYS_ADMIN'));
  return uses.flatMap(({ needs, lost, grant }) => {
    const missing = needs.filter((name) => !has(name));
    return missing.length === 0 ? [] : [{ capabilities: missing, lost, grant }];
  });
}

/** What the privileged process keeps: what it uses, and what starting the agent as another user takes. */
export const keptByHelper: readonly CapabilityName[] = [
  'CAP_SYS_PTRACE',
  'CAP_DAC_READ_SEARCH',
  // Sockets of other users' rootless container engines.
  'CAP_DAC_OVERRIDE',
  'CAP_BPF',
  'CAP_PERFMON',
  'CAP_NET_ADMIN',
  'CAP_SYS_ADMIN',
  'CAP_KILL',
  'CAP_SETUID',
  'CAP_SETGID',
];

import { scopeOf } from '../../core/address.ts';
import type { ListedSocket } from '../listener.ts';
import { type ConfiguredPort, type KernelEvidence, kernelEvidence } from './kernel-evidence.ts';

/** One part of the kernel that opens sockets of its own: what it is called where this host shows that it is at work. */
type Explanation = (socket: ListedSocket, evidence: KernelEvidence) => string | null;

const listed = (ports: readonly ConfiguredPort[], { kind, port }: ListedSocket): boolean =>
  ports.some((one) => one.transport === kind && one.port === port);

const at =
  (kinds: readonly ListedSocket['kind'][], ports: readonly number[]) =>
  ({ kind, port }: ListedSocket): boolean =>
    kinds.includes(kind) && port !== null && ports.includes(port);

/** A tunnel's devices by name, for sockets of the namespace whose devices we see. */
const tunnel = (
  name: string,
  kind: string,
  { netns }: ListedSocket,
  { devices }: KernelEvidence,
): string | null => {
  const found = netns.own ? devices(kind) : [];
  return found.length === 0 ? null : `${name} (${found.slice(0, 8).join(', ')})`;
};

const when = (condition: boolean, what: string): string | null => (condition ? what : null);

/** Known by their port as well. Ports: RFC 7348 and Linux's older 8472 (VXLAN), RFC 8926 (GENEVE), RFC 2661 (L2TP). */
const byPort: readonly Explanation[] = [
  (socket, { nfsd }) => when(listed(nfsd(), socket), 'the NFS server (nfsd)'),
  (socket, { thread }) =>
    when(at(['tcp', 'udp'], [2049])(socket) && thread(/^nfsd$/), 'the NFS server (nfsd)'),
  (socket, { lockd }) => when(listed(lockd(), socket), 'the NFS lock manager (lockd)'),
  (socket, { iscsi }) => when(listed(iscsi(), socket), 'an iSCSI target (LIO)'),
  (socket, { thread }) => when(at(['tcp'], [3260])(socket) && thread(/^iscsi_np$/), 'an iSCSI target (LIO)'),
  (socket, { nvme }) => when(listed(nvme(), socket), 'an NVMe over TCP target (nvmet)'),
  (socket, { thread }) =>
    when(at(['tcp'], [445])(socket) && thread(/^ksmbd-/), 'the SMB server in the kernel (ksmbd)'),
  (socket, { module }) =>
    when(at(['tcp', 'sctp'], [21_064])(socket) && module('dlm'), 'the distributed lock manager (dlm)'),
  (socket, { module }) => when(at(['tcp'], [16_385])(socket) && module('rds_tcp'), 'RDS over TCP'),
  (socket, { module }) => when(at(['udp'], [7001])(socket) && module('kafs'), 'the AFS client (kafs)'),
  (socket, { module }) => when(at(['udp'], [1701])(socket) && module('l2tp_core'), 'an L2TP tunnel'),
  (socket, evidence) =>
    at(['udp'], [4789, 8472])(socket) ? tunnel('VXLAN', 'vxlan', socket, evidence) : null,
  (socket, evidence) => (at(['udp'], [6081])(socket) ? tunnel('GENEVE', 'geneve', socket, evidence) : null),
];

const bindsAll = ({ address }: ListedSocket): boolean => scopeOf(address) === 'wildcard';
const isUdp = ({ kind }: ListedSocket): boolean => kind === 'udp';

/** At work on a port of anybody's choice, always on all addresses. */
const anyPort: readonly Explanation[] = [
  (socket, evidence) => (isUdp(socket) ? tunnel('WireGuard', 'wireguard', socket, evidence) : null),
  (socket, evidence) => (isUdp(socket) ? tunnel('VXLAN', 'vxlan', socket, evidence) : null),
  (socket, evidence) => (isUdp(socket) ? tunnel('GENEVE', 'geneve', socket, evidence) : null),
  (socket, evidence) => (isUdp(socket) ? tunnel('a UDP tunnel', 'bareudp', socket, evidence) : null),
  (socket, { thread }) =>
    when((isUdp(socket) || socket.kind === 'tcp') && thread(/^lockd$/), 'the NFS lock manager (lockd)'),
  (socket, { thread }) =>
    when(socket.kind === 'tcp' && thread(/^nfsv4\.\d+-svc$|^NFSv4 callback$/), 'the NFS client (callbacks)'),
];

/**
 * What in the kernel likely holds a socket that no process has open (inode without holder, or 0), by signs on this host:
 * configuration, devices, kernel threads, loaded modules. Several that would fit are named with "or"; null where
 * nothing points anywhere, for a well-known port alone is no sign.
 */
export function kernelHeld(
  socket: ListedSocket,
  evidence: KernelEvidence = kernelEvidence(),
): { readonly what: string | null } {
  for (const explain of byPort) {
    const what = explain(socket, evidence);
    if (what !== null) return { what };
  }
  if (!bindsAll(socket) || socket.port === null) return { what: null };
  const all = anyPort.map((explain) => explain(socket, evidence)).filter((what) => what !== null);
  return { what: all.length === 0 ? null : all.join(' or ') };
}

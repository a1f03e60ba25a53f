import { scopeOf } from '../../src/core/address.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { assess } from '../../src/assess/index.ts';
import { type AssessContext, type Subject, subjectOf } from '../../src/assess/subject.ts';
import type {
  Container,
  Exposure,
  Listener,
  Owner,
  OwningPackage,
  Unit,
} from '../../src/inspect/listener.ts';
import type { Assignment } from '../../src/registry/record.ts';

/** What tests describe a listener by; the rest is what an ordinary one would have. */
export type Given = Partial<Listener> & { readonly by?: readonly Owner[] };

const ownNamespace = { inode: 4_026_531_840, name: null, own: true };

/** `tcp(22, { by: [owner('/usr/sbin/sshd')] })`: bound to every address of a machine on a private network. */
export function tcp(port: number | null, { by = [], ...given }: Given = {}): Listener {
  const address = given.address ?? '0.0.0.0';
  return {
    kind: 'tcp',
    port,
    protocol: null,
    family: 4,
    address,
    dualStack: null,
    device: null,
    uid: 0,
    inode: 20_000 + (port ?? 0),
    cgroupId: null,
    backlog: { current: 0, max: 128 },
    drops: 0,
    peer: null,
    netns: ownNamespace,
    user: 'root',
    exposure: exposureOf(address),
    published: [],
    owners: by,
    ownersComplete: true,
    kernel: null,
    unit: null,
    container: null,
    forwarder: null,
    group: { workers: by.length, reuseport: 1, outsiders: [], inodes: [20_000 + (port ?? 0)] },
    ...given,
  };
}

function exposureOf(address: string): Exposure {
  const scope = scopeOf(address);
  return scope === null || scope === 'wildcard' ? 'private' : scope;
}

export const udp = (port: number, given: Given = {}): Listener =>
  tcp(port, { kind: 'udp', backlog: null, ...given });

export const raw = (protocol: number, given: Given = {}): Listener =>
  tcp(null, { kind: 'raw', protocol, backlog: null, ...given });

export const packet = (protocol: number, given: Given = {}): Listener =>
  tcp(null, { kind: 'packet', protocol, family: null, address: '*', backlog: null, ...given });

let nextPid = 1000;

/** A holder whose executable no package manager was asked about; root, started by systemd, at no terminal. */
export function owner(exe: string | null, given: Partial<Owner> = {}): Owner {
  const comm = (exe?.split(/[/\\]/).at(-1) ?? 'hidden').slice(0, 15);
  return {
    pid: nextPid++,
    fd: 3,
    comm,
    exe,
    exeDeleted: exe === null ? null : false,
    cmdline: exe === null ? null : [exe],
    cwd: '/',
    startedAt: '2026-11-21T08:00:00.000Z',
    uid: 0,
    user: 'root',
    tty: null,
    ancestry: [{ pid: 1, comm: 'systemd' }],
    ...given,
  };
}

export const dpkg = (name: string): OwningPackage => ({ name, version: '1.0-1', manager: 'dpkg' });

/** A holder whose executable belongs to a Debian package. */
export const packaged = (exe: string, name: string, given: Partial<Owner> = {}): Owner =>
  owner(exe, { package: dpkg(name), ...given });

/** A holder whose executable no package owns, on a machine where that was looked up. */
export const unpackaged = (exe: string, given: Partial<Owner> = {}): Owner =>
  owner(exe, { package: null, ...given });

/** A person's program at a terminal. */
export const atTerminal = (exe: string, given: Partial<Owner> = {}): Owner =>
  owner(exe, { package: null, uid: 1000, user: 'ann', tty: 'pts/3', cwd: '/home/ann/work', ...given });

/** A person's program without a terminal. */
export const ofAnn = (exe: string, given: Partial<Owner> = {}): Owner =>
  owner(exe, { package: null, uid: 1000, user: 'ann', cwd: '/home/ann', ...given });

export const systemd = (): Owner =>
  owner('/usr/lib/systemd/systemd', { pid: 1, comm: 'systemd', package: dpkg('systemd'), ancestry: [] });

export const service = (name: string, more: Partial<Unit> = {}): Unit => ({
  name: `${name}.service`,
  type: 'service',
  socketUnit: null,
  source: 'cgroup',
  ...more,
});

export const container = (name: string | null, image: string | null): Container => ({
  id: '4f0c9d2a77aa51d3f1b2',
  name,
  image,
  runtime: 'docker',
});

/** A container's own listener, in its network namespace. */
export const inside = (name: string, image: string): Partial<Listener> => ({
  container: container(name, image),
  exposure: 'container',
  netns: { inode: 4_026_532_900, name, own: false },
});

/** A registration. */
export const assigned = (port: number, service: string, transport: 'tcp' | 'udp' = 'tcp'): Assignment => ({
  transport,
  ports: { from: port, to: port },
  service,
  description: service,
  status: 'assigned',
  assignee: null,
  registered: null,
  modified: null,
  references: [],
  notes: null,
  unauthorizedUse: null,
  source: { name: 'test registry', date: null },
});

export const linuxEphemeral = { from: 32_768, to: 60_999 };

export const context = (...services: readonly string[]): ((listener: Listener) => AssessContext) => {
  return ({ port, kind }) => ({
    assignments: services.map((service) => assigned(port ?? 0, service, kind === 'udp' ? 'udp' : 'tcp')),
    ephemeral: linuxEphemeral,
  });
};

export const verdictOf = (listener: Listener, ...services: readonly string[]): Verdict =>
  assess(listener, context(...services)(listener));

export const subject = (listener: Listener, ...services: readonly string[]): Subject =>
  subjectOf(listener, context(...services)(listener));

import type { Container } from '../../listener.ts';
import { directoriesOf } from '../units/cgroup-path.ts';
import { unescapeUnit } from '../units/unit-name.ts';

type Runtime = Container['runtime'];

interface Shape {
  readonly pattern: RegExp;
  readonly runtime: Runtime;
}

const hex = '([0-9a-f]{64})';

/**
 * How the runtimes name the cgroup of a container, one directory of the path each. A monitor (`libpod-conmon-…`,
 * `crio-conmon-…`, `lxc.monitor.…`) lives beside its container, not in it, and matches none of them.
 */
const shapes: readonly Shape[] = [
  { pattern: new RegExp(`^docker-${hex}\\.scope$`), runtime: 'docker' },
  { pattern: new RegExp(`^libpod-(?:payload-)?${hex}(?:\\.scope)?$`), runtime: 'podman' },
  { pattern: new RegExp(`^crio-${hex}(?:\\.scope)?$`), runtime: 'cri-o' },
  { pattern: new RegExp(`^(?:cri-containerd|nerdctl)-${hex}\\.scope$`), runtime: 'containerd' },
  { pattern: new RegExp(`:cri-containerd:${hex}$`), runtime: 'containerd' },
  { pattern: /^lxc\.payload\.(.+)$/, runtime: 'lxc' },
];

/** Directories below which cgroupfs drivers put containers by their bare name. */
const parents: readonly (readonly [parent: RegExp, child: RegExp, runtime: Runtime])[] = [
  [/^docker$/, new RegExp(`^${hex}$`), 'docker'],
  [/^libpod_parent$/, new RegExp(`^(?:libpod-)?${hex}$`), 'podman'],
  [/^lxc(?:\.payload)?$/, /^(.+)$/, 'lxc'],
  [/^systemd-nspawn@.+\.service$/, /^payload$/, 'nspawn'],
];

const bareId = new RegExp(`^${hex}$`);

/**
 * The container whose process has this cgroup path; name and image are still unknown. Null for what runs in none.
 * Docker, Podman, containerd, CRI-O, Kubernetes (both drivers), LXC, Incus, systemd-nspawn; virtual machines are none.
 */
export function containerOfCgroup(path: string): Container | null {
  const parts = directoriesOf(path);
  for (const [at, part] of parts.entries()) {
    const found = byName(part) ?? byParent(parts[at - 1], part) ?? machine(part);
    if (found !== null) return found;
  }
  const id = parts.map((part) => bareId.exec(part)?.[1]).find((bare) => bare !== undefined);
  return id === undefined ? null : unnamed(id, 'unknown');
}

const unnamed = (id: string, runtime: Runtime): Container => ({ id, name: null, image: null, runtime });

function byName(part: string): Container | null {
  for (const { pattern, runtime } of shapes) {
    const id = pattern.exec(part)?.[1];
    if (id !== undefined) return unnamed(id, runtime);
  }
  return null;
}

function byParent(above: string | undefined, part: string): Container | null {
  if (above === undefined) return null;
  for (const [parent, child, runtime] of parents) {
    const match = parent.test(above) ? child.exec(part) : null;
    if (match === null) continue;
    return unnamed(runtime === 'nspawn' ? instanceOf(above) : (match[1] ?? part), runtime);
  }
  return null;
}

const instanceOf = (unit: string): string =>
  unescapeUnit(unit.replace(/^[^@]*@/, '').replace(/\.service$/, ''));

/** `machine-web.scope` of systemd-machined; libvirt's `machine-qemu-…` and `machine-lxc-…` tell themselves apart. */
function machine(part: string): Container | null {
  const name = /^machine-(.+)\.scope$/.exec(part)?.[1];
  if (name === undefined) return null;
  const plain = unescapeUnit(name);
  if (plain.startsWith('qemu-')) return null;
  return unnamed(plain, plain.startsWith('lxc-') ? 'lxc' : 'nspawn');
}

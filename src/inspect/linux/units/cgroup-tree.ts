import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type CgroupMount, cgroup2Mount } from './mounts.ts';

export interface CgroupTree {
  /**
   * The path (`/system.slice/nginx.service`) of a cgroup v2 id as sock_diag gives it (INET_DIAG_CGROUP_ID);
   * null where no cgroup that is seen from here has it: it was removed, or lies outside our cgroup namespace.
   * @param hints paths it probably is, such as the cgroups of those who hold the socket: they spare the walk
   */
  readonly pathOf: (id: bigint, hints?: readonly string[]) => string | null;
  /** True once the walk was cut short, so that a null may be wrong. */
  readonly truncated: boolean;
}

export interface CgroupTreeOptions {
  /** Where to find `self/mountinfo`; /proc unless told. */
  readonly procRoot?: string;
  /** How many cgroups are looked at before the walk gives up. */
  readonly limit?: number;
}

const usualLimit = 50_000;

/**
 * Resolves ids by walking the tree, breadth first, only as far as an id asks for: on 64-bit kernels a cgroup's id is
 * the inode number of its directory (kernfs, linux/kernfs.h `kernfs_node.id`). Needs no privilege. Holds for one look.
 */
export function cgroupTree({ procRoot = '/proc', limit = usualLimit }: CgroupTreeOptions = {}): CgroupTree {
  const found = new Map<bigint, string>();
  let walk: Generator<readonly [bigint, string]> | null = null;
  let mount: CgroupMount | null | undefined;
  let truncated = false;
  const pathOf = (id: bigint, hints: readonly string[] = []): string | null => {
    if (mount === undefined) mount = mountOf(procRoot);
    const hinted = found.has(id) ? undefined : hints.find((hint) => idOf(mount ?? null, hint) === id);
    if (hinted !== undefined) found.set(id, hinted);
    walk ??= walkTree(mount);
    for (let known = found.get(id); ; known = found.get(id)) {
      if (known !== undefined) return known;
      if (truncated || found.size >= limit) {
        truncated = true;
        return null;
      }
      const next = walk.next();
      if (next.done === true) return null;
      found.set(...next.value);
    }
  };
  return {
    pathOf,
    get truncated() {
      return truncated;
    },
  };
}

function mountOf(procRoot: string): CgroupMount | null {
  try {
    return cgroup2Mount(readFileSync(join(procRoot, 'self/mountinfo'), 'utf8'));
  } catch {
    return null;
  }
}

/** Paths that climb out of our cgroup namespace (`/../x`) have no directory here. */
function idOf(mount: CgroupMount | null, path: string): bigint | null {
  const above = aboveOf(mount);
  if (mount === null || !path.startsWith(`${above}/`) || path.split('/').includes('..')) return null;
  return statOf(mount.path + path.slice(above.length))?.ino ?? null;
}

/** What stands before every path of the mount; a root such as `/..` (seen from a cgroup namespace) says nothing. */
const aboveOf = (mount: CgroupMount | null): string =>
  mount === null || mount.root === '/' || mount.root.startsWith('/..') ? '' : mount.root;

function* walkTree(mount: CgroupMount | null): Generator<readonly [bigint, string]> {
  if (mount === null) return;
  const above = aboveOf(mount);
  const queue = [''];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const directory = mount.path + next;
    const facts = statOf(directory);
    if (facts === null) continue;
    yield [facts.ino, above + next || '/'];
    // kernfs counts subdirectories in the link count, so a leaf need not be read at all.
    if (facts.nlink !== 2n) for (const name of directoriesIn(directory)) queue.push(`${next}/${name}`);
  }
}

function statOf(path: string): { readonly ino: bigint; readonly nlink: bigint } | null {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return null;
  }
}

function directoriesIn(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
  } catch {
    return [];
  }
}

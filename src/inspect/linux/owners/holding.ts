import type { SocketHolder } from '../../listener.ts';
import type { SeenCount } from '../../../core/visibility.ts';

/** What one rung of the ladder found. */
export interface Found {
  readonly holders: ReadonlyMap<number, readonly SocketHolder[]>;
  readonly processes: SeenCount;
  readonly complete: boolean;
  readonly notes: readonly string[];
}

/** Gathers who holds what: each process and descriptor once, in order. */
export class Holdings {
  readonly #byInode: Map<number, Map<string, SocketHolder>>;

  constructor(inodes: Iterable<number>) {
    this.#byInode = new Map(Array.from(inodes, (inode) => [inode, new Map()]));
  }

  /** Ignores an inode that nobody asked for. */
  add(inode: number, pid: number, fd: number): void {
    this.#byInode.get(inode)?.set(`${pid} ${fd}`, { pid, fd });
  }

  has(inode: number, pid: number, fd: number): boolean {
    return this.#byInode.get(inode)?.has(`${pid} ${fd}`) ?? false;
  }

  /** Leaves an inode out of the result. */
  forget(inode: number): void {
    this.#byInode.delete(inode);
  }

  /** Holders by inode, by process id and then descriptor; an inode without holders is not in it. */
  sorted(): ReadonlyMap<number, readonly SocketHolder[]> {
    const held = [...this.#byInode].filter(([, holders]) => holders.size > 0);
    return new Map(
      held.map(([inode, holders]) => [
        inode,
        [...holders.values()].sort((a, b) => a.pid - b.pid || a.fd - b.fd),
      ]),
    );
  }
}

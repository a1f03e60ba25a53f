import { readFileSync } from 'node:fs';
import { closeFolder, openFolder } from './fd-folder.ts';
import { declare } from './libc.ts';

/*
 * struct file_handle, open_by_handle_at(2), as the kernel's kernfs makes it (FILEID_KERNFS, include/linux/exportfs.h):
 *
 *   0 length of the identifier u32 = 8 | 4 type s32 = 0xfe | 8 identifier u64: the cgroup id
 */
const kernfsHandle = 0xfe;

/** O_PATH | O_CLOEXEC: it is only a place to start a path from. */
const pathOnly = 0o10_000_000 | 0o2_000_000;

let openByHandle: ((...words: unknown[]) => number) | undefined;

/**
 * The processes directly in a cgroup, by the cgroup's id. Null where it is gone, where the process ids cannot
 * be read, or without CAP_DAC_READ_SEARCH.
 * @param mount where a cgroup2 hierarchy is mounted
 */
export function processesOfCgroup(mount: string, id: bigint): number[] | null {
  const mountFd = openFolder(mount);
  if (mountFd < 0) return null;
  const fd = open(mountFd, id);
  closeFolder(mountFd);
  if (fd < 0) return null;
  try {
    const text = readFileSync(`/proc/self/fd/${fd}/cgroup.procs`, 'latin1');
    // 0 stands for a process outside our pid namespace.
    return text
      .split('\n')
      .map(Number)
      .filter((pid) => pid > 0);
  } catch {
    return null;
  } finally {
    closeFolder(fd);
  }
}

function open(mountFd: number, id: bigint): number {
  const handle = new Uint8Array(new ArrayBuffer(16));
  const view = new DataView(handle.buffer);
  view.setUint32(0, 8, true);
  view.setInt32(4, kernfsHandle, true);
  view.setBigUint64(8, id, true);
  openByHandle ??= declare('int open_by_handle_at(int mount, void *handle, int flags)');
  return openByHandle(mountFd, handle, pathOnly);
}

import { readLink, sameFile, statOf } from './procfs.ts';

/**
 * How a process sees the file system, and so how its paths are to be read. `foreign` = it has another root than
 * the reader (a container, an image), so that its paths name other files; `prefix` leads to them.
 */
export interface FileView {
  readonly foreign: boolean;
  readonly prefix: string;
}

const own: FileView = { foreign: false, prefix: '' };

/**
 * The view of each process asked for. Another mount namespace alone means little (a sandboxed service has one, with
 * the same files): what counts is whether its root is another folder. Hidden from an ordinary user = taken as own.
 */
export function fileViews(): (pid: number) => FileView {
  const ownNamespace = readLink('/proc/self/ns/mnt')?.text ?? null;
  let ownRoot: ReturnType<typeof statOf> | undefined;
  return (pid) => {
    const namespace = readLink(`/proc/${pid}/ns/mnt`)?.text ?? null;
    if (namespace === null || namespace === ownNamespace) return own;
    const prefix = `/proc/${pid}/root`;
    const root = statOf(prefix);
    ownRoot ??= statOf('/');
    return root === null || sameFile(root, ownRoot) ? own : { foreign: true, prefix };
  };
}

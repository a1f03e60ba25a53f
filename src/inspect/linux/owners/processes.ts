import { readFileSync, readlinkSync } from 'node:fs';
import { closeFolder, numbersIn, openFolder } from '../../../sys/fd-folder.ts';

/** The processes that /proc shows, in ascending order of ids; empty where it cannot be read. */
export function listProcesses(proc = '/proc'): readonly number[] {
  const folder = openFolder(proc);
  if (folder < 0) return [];
  const numbers = numbersIn(folder);
  closeFolder(folder);
  return typeof numbers === 'number' ? [] : numbers;
}

/** Inode of the first pid namespace of a boot: PROC_PID_INIT_INO, include/linux/proc_ns.h. */
const initialPidNamespace = 'pid:[4026531836]';

/** False in a container with process ids of its own, where the rest of the machine's processes cannot be seen. */
export function inInitialPidNamespace(): boolean {
  try {
    return (
      readlinkSync('/proc/self/ns/pid') === initialPidNamespace &&
      readlinkSync('/proc/self') === String(process.pid)
    );
  } catch {
    return false;
  }
}

const capabilities = { CAP_SYS_PTRACE: 19, CAP_SYS_ADMIN: 21, CAP_PERFMON: 38, CAP_BPF: 39 } as const;

export type Capability = keyof typeof capabilities;

/** The capabilities in force, of those that matter here, from the text of /proc/self/status (proc(5)). */
export function parseCapabilities(status: string): ReadonlySet<Capability> {
  const bits = BigInt(`0x${/^CapEff:\s*([0-9a-f]{1,16})$/m.exec(status)?.[1] ?? '0'}`);
  const held = (Object.keys(capabilities) as Capability[]).filter(
    (name) => (bits >> BigInt(capabilities[name])) & 1n,
  );
  return new Set(held);
}

export const ownCapabilities = (): ReadonlySet<Capability> => parseCapabilities(textOf('/proc/self/status'));

/**
 * Whether /proc leaves out processes of others altogether (the mount option `hidepid`, proc(5)), from the text
 * of /proc/self/mountinfo. With `noaccess` (1) they are listed but closed, so they are counted as hidden.
 */
export function hidesProcesses(mountinfo: string): boolean {
  const mount = mountinfo.split('\n').findLast((line) => line.split(' ')[4] === '/proc');
  return /[ ,]hidepid=(?:2|4|invisible|ptraceable)(?:,|$)/.test(mount?.split(' - ').at(-1) ?? '');
}

export const ownMountinfo = (): string => textOf('/proc/self/mountinfo');

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

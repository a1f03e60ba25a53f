import { readFileSync } from 'node:fs';
import { ok, err, type Result } from '../../../../core/result.ts';
import { readBtf } from '../../../../sys/btf.ts';

/**
 * The members on the way from a task to the inode of a file it has open (include/linux/sched.h, fdtable.h, fs.h), and to
 * the number of its network namespace (nsproxy.h, net/net_namespace.h, ns_common.h).
 */
const members = {
  bpf_iter__task: ['task'],
  task_struct: ['tgid', 'pid', 'group_leader', 'files', 'nsproxy'],
  files_struct: ['fdt'],
  fdtable: ['max_fds', 'fd'],
  file: ['f_op', 'f_inode'],
  inode: ['i_ino'],
  nsproxy: ['net_ns'],
  net: ['ns'],
  ns_common: ['inum'],
} as const;

/** Where these stand on the running kernel: offsets in bytes by `struct.member`, and the iterator's type id. */
export interface KernelLayout {
  readonly offsets: Readonly<Record<MemberName, number>>;
  readonly iteratorTypeId: number;
}

export type MemberName = {
  [S in keyof typeof members]: `${S}.${(typeof members)[S][number]}`;
}[keyof typeof members];

const memberNames = Object.entries(members).flatMap(([struct, names]) =>
  names.map((name) => `${struct}.${name}`),
);

const btfPath = '/sys/kernel/btf/vmlinux';

/** Reads the layout from the kernel's BTF (5 MB: some 10 to 20 ms, so it is worth remembering). */
export function readKernelLayout(path = btfPath): Result<KernelLayout> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return err(`${path} cannot be read: the kernel does not describe its types`);
  }
  const answer = readBtf(bytes, { members, functions: ['bpf_iter_task'] });
  if (!answer.ok) return err(`${path} holds ${answer.error}`);
  const { offsets, functions } = answer.value;
  const layout = parseLayout({
    offsets: Object.fromEntries(offsets),
    iteratorTypeId: functions.get('bpf_iter_task'),
  });
  return layout === null ? err(`${path} lacks a type that the program needs`) : ok(layout);
}

/** An offset is below this; it goes into a 16-bit field of an instruction. */
const largestOffset = 0x7fff;

/** The layout in a value of unknown origin, or null. */
export function parseLayout(value: unknown): KernelLayout | null {
  if (typeof value !== 'object' || value === null || !('offsets' in value) || !('iteratorTypeId' in value))
    return null;
  const { offsets, iteratorTypeId } = value;
  if (typeof offsets !== 'object' || offsets === null) return null;
  if (!isWhole(iteratorTypeId, 0xffff_ffff) || iteratorTypeId === 0) return null;
  const known = new Map<string, unknown>(Object.entries(offsets));
  const pairs = memberNames.map((name) => [name, known.get(name)] as const);
  if (!pairs.every(([, offset]) => isWhole(offset, largestOffset))) return null;
  return { offsets: Object.fromEntries(pairs) as Record<MemberName, number>, iteratorTypeId };
}

const isWhole = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;

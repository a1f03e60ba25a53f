import { fail, isReeveError } from '../../../../core/errors.ts';
import { Descriptors } from '../../../../sys/bpf/call.ts';
import { attachIterator, runIterator } from '../../../../sys/bpf/iterator.ts';
import { createMemory, createSet, readMemory } from '../../../../sys/bpf/map.ts';
import { openOwnSocket, type OwnSocket } from '../../../../sys/own-socket.ts';
import { type Found, Holdings } from '../holding.ts';
import { ledgerOf } from '../notes.ts';
import { inInitialPidNamespace, ownCapabilities } from '../processes.ts';
import { walk } from '../walk.ts';
import { cacheFolder, recallLayout, rememberLayout } from './cache.ts';
import { type KernelLayout, readKernelLayout } from './layout.ts';
import {
  countAt,
  holderProgram,
  idsAt,
  memorySize,
  processesAt,
  type Room,
  recordSize,
  recordsAt,
} from './program.ts';

const asked = 'the owners of sockets by a BPF iterator';

/**
 * Who holds the sockets, by a BPF program that runs over all tasks in the kernel: some 15 ms for 160,000
 * descriptors, about 3 ms to load. Needs Linux 5.17 with BTF, CAP_BPF and CAP_PERFMON.
 * @param listed the processes that /proc listed just before
 * @param cache the folder in which the kernel's layout is remembered
 * @throws ReeveError `NOT_PERMITTED`, `KERNEL_REFUSED`, `SYSTEM_CALL_FAILED` or `PLATFORM_UNSUPPORTED`; a log of
 * the kernel's verifier is in its cause
 */
export function holdersByBpf(
  inodes: readonly number[],
  listed: readonly number[],
  cache = cacheFolder(),
): Found {
  if (!inInitialPidNamespace()) {
    throw fail('KERNEL_REFUSED', { asked, found: 'its process ids would be those of another pid namespace' });
  }
  const open = new Descriptors();
  try {
    const own = [openOwnSocket(), openOwnSocket()] as const;
    for (const { fd } of own) open.keep(fd);
    return withSomeLayout({ inodes, listed, own }, cache);
  } finally {
    open.close();
  }
}

interface Asked {
  readonly inodes: readonly number[];
  readonly listed: readonly number[];
  /** Two sockets of our own: the program learns from the first what a socket is, and has to find both. */
  readonly own: readonly [OwnSocket, OwnSocket];
}

function withSomeLayout(question: Asked, cache: string): Found {
  const remembered = recallLayout(cache);
  const quick = remembered === null ? null : tryLayout(remembered, question);
  if (quick !== null) return quick;
  const layout = readKernelLayout();
  if (!layout.ok) throw fail('KERNEL_REFUSED', { asked, found: layout.error });
  const found = run(layout.value, question);
  rememberLayout(layout.value, cache);
  return found;
}

/** A remembered layout may be wrong in ways its shape does not show; then the kernel is asked anew. */
function tryLayout(layout: KernelLayout, question: Asked): Found | null {
  try {
    return run(layout, question);
  } catch (error) {
    if (isReeveError(error) && error.code !== 'NOT_PERMITTED') return null;
    throw error;
  }
}

/** Most sockets have few holders; a run that finds more than there is room for is done again with room. */
const usualHolders = 4;
const leastRecords = 1024;
const mostRecords = 1 << 22;

function run(layout: KernelLayout, question: Asked, records = leastRecords): Found {
  const { inodes, listed } = question;
  const room = { processes: listed.length + 1024, records: Math.max(records, inodes.length * usualHolders) };
  const memory = runOnce(layout, question, room);
  const count = memory.getUint32(countAt, true);
  if (count <= room.records) return foundIn(memory, room, question);
  if (count > mostRecords) throw fail('KERNEL_REFUSED', { asked, found: `${count} holders are too many` });
  return run(layout, question, count + count);
}

function runOnce(layout: KernelLayout, { inodes, own }: Asked, room: Room): DataView {
  const open = new Descriptors();
  const keep = (fd: number): number => open.keep(fd);
  try {
    const memoryFd = keep(createMemory(memorySize(room)));
    const wantedFd = createSet(
      keep,
      Uint32Array.from(new Set([...inodes, ...own.map(({ inode }) => inode)])),
    );
    const program = { layout, memoryFd, wantedFd, room, own: { pid: process.pid, fd: own[0].fd } };
    const linkFd = attachIterator(keep, holderProgram(program));
    runIterator(linkFd);
    runIterator(linkFd);
    return readMemory(memoryFd, memorySize(room));
  } finally {
    open.close();
  }
}

function foundIn(memory: DataView, room: Room, { inodes, listed, own }: Asked): Found {
  const holdings = new Holdings([...inodes, ...own.map(({ inode }) => inode)]);
  const end = recordsAt(room) + memory.getUint32(countAt, true) * recordSize;
  for (let at = recordsAt(room); at < end; at += recordSize) {
    holdings.add(memory.getUint32(at, true), memory.getUint32(at + 4, true), memory.getUint32(at + 8, true));
  }
  // What does not find the sockets that are known for certain has not understood this kernel.
  if (!own.every(({ inode, fd }) => holdings.has(inode, process.pid, fd))) {
    throw fail('KERNEL_REFUSED', { asked, found: 'the program did not find sockets of our own' });
  }
  for (const { inode } of own) holdings.forget(inode);
  const passedOver = walk(unseen(memory, room, listed), holdings);
  const counts = { seen: memory.getUint32(processesAt, true) + passedOver.seen, hidden: passedOver.hidden };
  return {
    holders: holdings.sorted(),
    ...ledgerOf(counts, { capabilities: ownCapabilities(), initialPidNamespace: true, leavesOut: false }),
  };
}

/**
 * Processes that /proc listed and the program was not shown. Usually such that ended meanwhile; but a kernel may
 * keep some from BPF (a sandbox its supervisor), and then they are not to be taken for seen.
 */
function unseen(memory: DataView, room: Room, listed: readonly number[]): readonly number[] {
  const count = Math.min(room.processes, memory.getUint32(processesAt, true));
  const seen = new Set(
    Array.from({ length: count }, (_, index) => memory.getUint32(idsAt + index * 4, true)),
  );
  return listed.filter((pid) => !seen.has(pid));
}

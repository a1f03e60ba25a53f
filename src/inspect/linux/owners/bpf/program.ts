import type { IteratorProgram } from '../../../../sys/bpf/iterator.ts';
import * as bpf from '../../../../sys/bpf/instruction.ts';
import type { KernelLayout } from './layout.ts';
import { follow, increment, scratch } from './steps.ts';

/*
 * The memory shared with the program, an array map of one element:
 *
 *   0   u64  address of `socket_file_ops`, by which a file is known for a socket; 0 in the first run
 *   8   u64  the same as the first run found it, put into place at its end
 *   16  u32  processes seen          20  u32  records found; both may exceed the room for them
 *   24       ids of the processes seen, u32 each
 *   then     records of 16 bytes: u32 inode | u32 process id | u32 descriptor | u32 unused
 */
const operationsAt = 0;
const candidateAt = 8;
export const processesAt = 16;
export const countAt = 20;
export const idsAt = 24;
export const recordSize = 16;

/** How many process ids and how many records the memory takes. */
export interface Room {
  readonly processes: number;
  readonly records: number;
}

export const recordsAt = ({ processes }: Room): number => idsAt + Math.ceil(processes / 2) * 8;
export const memorySize = (room: Room): number => recordsAt(room) + room.records * recordSize;

export interface HolderProgramInput {
  readonly layout: KernelLayout;
  readonly memoryFd: number;
  /** A set of the wanted inodes. */
  readonly wantedFd: number;
  readonly room: Room;
  /** A socket of our own: its file shows what every socket's file points to. */
  readonly own: { readonly pid: number; readonly fd: number };
}

/*
 * Frame of the entry, handed to the loop over descriptors:  -24 u64 array of file pointers
 *                                                           -16 u32 process id
 * Frame of both: -72 the word read last. Frame of the loop: -64 the eight file pointers of a round
 */
const filesArray = -24;
const processId = -16;
const pointers = -64;
/** Descriptors looked at in a round: 8 halves the time against 2 (14 and 26 ms for 160,000), loading stays the same. */
const roundBits = 3;
const round = 1 << roundBits;

/**
 * Run over all tasks twice: the first run finds `socket_file_ops` by our own socket, the second one records
 * who holds the wanted inodes. A thread counts only where its table of descriptors is not its leader's.
 * Needs `bpf_loop` (Linux 5.17).
 */
export function holderProgram(input: HolderProgramInput): IteratorProgram {
  return {
    steps: [...eachTask(input), ...eachRound(input)],
    functions: ['each_task', 'each_round'],
    targetTypeId: input.layout.iteratorTypeId,
  };
}

function eachTask({ layout: { offsets }, memoryFd, room, own }: HolderProgramInput): bpf.Step[] {
  return [
    bpf.label('each_task'),
    bpf.load64(6, 1, offsets['bpf_iter__task.task']),
    bpf.jumpIf(6, '==', 0, 'run_end'),
    bpf.load32(7, 6, offsets['task_struct.tgid']),
    bpf.load32(8, 6, offsets['task_struct.pid']),
    bpf.loadMapValue(2, memoryFd, 0),
    bpf.load64(1, 2, operationsAt),
    bpf.jumpIf(1, '==', 0, 'calibrate'),
    bpf.jumpIfDifferent(7, 8, 'thread'),
    bpf.load32(1, 2, processesAt),
    ...increment(2, processesAt, 3),
    bpf.jumpIf(1, '>=', room.processes, 'leader'),
    bpf.shiftLeft(1, 2),
    bpf.add(2, 1),
    bpf.store32(2, idsAt, 7),
    bpf.label('leader'),
    ...follow(9, 6, offsets['task_struct.files'], 'end'),
    bpf.jumpIf(9, '==', 0, 'end'),
    bpf.jump('table'),
    bpf.label('thread'),
    ...follow(9, 6, offsets['task_struct.files'], 'end'),
    bpf.jumpIf(9, '==', 0, 'end'),
    ...follow(1, 6, offsets['task_struct.group_leader'], 'end'),
    ...follow(1, 1, offsets['task_struct.files'], 'end'),
    bpf.jumpIfSame(1, 9, 'end'),
    bpf.label('table'),
    bpf.store32(10, processId, 7),
    ...follow(9, 9, offsets['files_struct.fdt'], 'end'),
    ...follow(1, 9, offsets['fdtable.fd'], 'end'),
    bpf.store64(10, filesArray, 1),
    // An int, read with the four bytes after it. The kernel makes tables in multiples of 64 descriptors.
    ...follow(1, 9, offsets['fdtable.max_fds'], 'end'),
    bpf.shiftLeft(1, 32),
    bpf.shiftRight(1, 32 + roundBits),
    bpf.loadFunction(2, 'each_round'),
    bpf.move(3, 10),
    bpf.addValue(3, filesArray),
    bpf.moveValue(4, 0),
    bpf.call('loop'),
    bpf.label('end'),
    bpf.moveValue(0, 0),
    bpf.exit(),
    bpf.label('calibrate'),
    bpf.jumpIf(8, '!=', own.pid, 'end'),
    ...follow(9, 6, offsets['task_struct.files'], 'end'),
    ...follow(9, 9, offsets['files_struct.fdt'], 'end'),
    ...follow(9, 9, offsets['fdtable.fd'], 'end'),
    ...follow(9, 9, own.fd * 8, 'end'),
    ...follow(9, 9, offsets['file.f_op'], 'end'),
    bpf.loadMapValue(2, memoryFd, 0),
    bpf.store64(2, candidateAt, 9),
    bpf.jump('end'),
    // At the end of a run the program is called once without a task.
    bpf.label('run_end'),
    bpf.loadMapValue(2, memoryFd, 0),
    bpf.load64(1, 2, candidateAt),
    bpf.store64(2, operationsAt, 1),
    bpf.jump('end'),
  ];
}

/** Registers: 6 the entry's frame, 7 the first descriptor of the round, 9 `socket_file_ops`. */
function eachRound(input: HolderProgramInput): bpf.Step[] {
  return [
    bpf.label('each_round'),
    bpf.move(6, 2),
    bpf.move(7, 1),
    bpf.shiftLeft(7, roundBits),
    bpf.move(1, 7),
    bpf.shiftLeft(1, 3),
    bpf.load64(3, 6, 0),
    bpf.add(3, 1),
    bpf.move(1, 10),
    bpf.addValue(1, pointers),
    bpf.moveValue(2, round * 8),
    bpf.call('probe_read_kernel'),
    bpf.jumpIf(0, '!=', 0, 'round_end'),
    bpf.loadMapValue(9, input.memoryFd, 0),
    bpf.load64(9, 9, operationsAt),
    ...Array.from({ length: round }, (_, index) => eachFile(input, index)).flat(),
    bpf.label('round_end'),
    bpf.moveValue(0, 0),
    bpf.exit(),
  ];
}

function eachFile(
  { layout: { offsets }, memoryFd, wantedFd, room }: HolderProgramInput,
  index: number,
): bpf.Step[] {
  const next = `next_${index}`;
  return [
    bpf.load64(8, 10, pointers + index * 8),
    bpf.jumpIf(8, '==', 0, next),
    ...follow(1, 8, offsets['file.f_op'], next),
    bpf.jumpIfDifferent(1, 9, next),
    ...follow(1, 8, offsets['file.f_inode'], next),
    ...follow(8, 1, offsets['inode.i_ino'], next),
    bpf.loadMap(1, wantedFd),
    bpf.move(2, 10),
    bpf.addValue(2, scratch),
    bpf.call('map_lookup_elem'),
    bpf.jumpIf(0, '==', 0, next),
    bpf.loadMapValue(1, memoryFd, 0),
    bpf.load32(2, 1, countAt),
    ...increment(1, countAt, 3),
    bpf.jumpIf(2, '>=', room.records, next),
    bpf.shiftLeft(2, 4),
    bpf.add(1, 2),
    bpf.addValue(1, recordsAt(room)),
    bpf.store32(1, 0, 8),
    bpf.load32(3, 6, processId - filesArray),
    bpf.store32(1, 4, 3),
    bpf.move(3, 7),
    bpf.addValue(3, index),
    bpf.store32(1, 8, 3),
    bpf.label(next),
  ];
}

import { readSync } from 'node:fs';
import { constants } from 'node:os';
import { fail } from '../../core/errors.ts';
import { errnoName, sysError } from '../libc.ts';
import { bpf, Descriptors, type Field, tryBpf } from './call.ts';
import { describeFunctions, firstFunctionType } from './functions.ts';
import { assemble, type Step } from './instruction.ts';

const tracing = 26;
const traceIter = 28;
const license = Buffer.from('GPL\0');

/** A program for a BPF iterator. https://docs.kernel.org/bpf/bpf_iterators.html */
export interface IteratorProgram {
  readonly steps: readonly Step[];
  /** Labels at which functions begin: the entry first, then those handed to `bpf_loop`. */
  readonly functions: readonly string[];
  /** Type id of the kernel's `bpf_iter_<target>` function. */
  readonly targetTypeId: number;
}

/**
 * Loads the program and attaches it; the descriptor of the link comes back and is kept, as is the rest.
 * @throws ReeveError `NOT_PERMITTED`, `SYSTEM_CALL_FAILED`, or `KERNEL_REFUSED` with the verifier's log as cause
 */
export function attachIterator(keep: (fd: number) => number, program: IteratorProgram): number {
  const types = describeFunctions(program.functions);
  const btfFd = keep(
    bpf('BTF_LOAD', 'describing a BPF program to the kernel', [
      [0, 8, types],
      [16, 4, types.length],
    ]),
  );
  const programFd = keep(loadProgram(programFields(program, btfFd)));
  return keep(
    bpf('LINK_CREATE', 'attaching a BPF iterator', [
      [0, 4, programFd],
      [8, 4, traceIter],
    ]),
  );
}

function programFields({ steps, functions, targetTypeId }: IteratorProgram, btfFd: number): Field[] {
  const { code, labels } = assemble(steps);
  const starts = functions.flatMap((name, index) => [labels.get(name) ?? 0, firstFunctionType + index]);
  return [
    [0, 4, tracing],
    [4, 4, code.length / 8],
    [8, 8, code],
    [16, 8, bytesOf(license)],
    [68, 4, traceIter],
    [72, 4, btfFd],
    [76, 4, 8],
    [80, 8, new Uint8Array(Uint32Array.from(starts).buffer)],
    [88, 4, functions.length],
    [108, 4, targetTypeId],
  ];
}

const bytesOf = (buffer: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer);

/** Loads without a log, which is quicker; what the verifier refuses is loaded once more with one, to say why. */
function loadProgram(fields: readonly Field[]): number {
  const what = 'loading a BPF program';
  // A signal that is pending makes the verifier stop with EAGAIN; libbpf tries five times as well.
  let result = -constants.errno.EAGAIN;
  for (let tries = 0; tries < mostLoads && result === -constants.errno.EAGAIN; tries++) {
    result = tryBpf('PROG_LOAD', what, fields);
  }
  if (result >= 0) return result;
  if (result === -constants.errno.EPERM) throw sysError(what, -result);
  const log = new Uint8Array(new ArrayBuffer(1 << 20));
  const second = tryBpf('PROG_LOAD', what, [...fields, [24, 4, 1], [28, 4, log.length], [32, 8, log]]);
  if (second >= 0) return second;
  const text = Buffer.from(log.subarray(0, log.indexOf(0))).toString('latin1');
  const found = `the verifier refused it (${errnoName(-result)})`;
  throw fail('KERNEL_REFUSED', { asked: what, found }, new Error(text.slice(-8000)));
}

const mostLoads = 5;

/** A run over more objects than this many million is given up. */
const mostRounds = 64;

/**
 * Lets the program run over every object once. It must write nothing to its sequence file: what it finds
 * goes into maps, since a read fails (E2BIG) when one object's output is larger than the kernel's 32 KiB.
 */
export function runIterator(linkFd: number): void {
  const open = new Descriptors();
  try {
    const iteratorFd = open.keep(bpf('ITER_CREATE', 'starting a BPF iterator', [[0, 4, linkFd]]));
    for (let round = 0; round < mostRounds; round++) if (readToEnd(iteratorFd)) return;
    throw fail('SYSTEM_CALL_FAILED', { asked: 'a run of a BPF iterator', found: 'it came to no end' });
  } finally {
    open.close();
  }
}

function readToEnd(fd: number): boolean {
  try {
    return readSync(fd, new Uint8Array(64)) === 0;
  } catch (error) {
    // After a million objects without output the kernel lets go of the processor and wants to be asked again.
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return false;
    throw error;
  }
}

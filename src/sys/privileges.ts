/*
 * What capset(2) takes, linux/capability.h, version 3: struct __user_cap_header_struct { u32 version, i32 pid }, then
 * twice struct __user_cap_data_struct { u32 effective, permitted, inheritable }, for capabilities 0-31 and 32-63.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { checked, declare } from './libc.ts';

/** Operations of prctl(2), linux/prctl.h. They hold for the calling thread and for what it starts. */
const setNoNewPrivileges = 38;
const ambient = 47;
const ambientRaise = 2;

const capabilityVersion = 0x2008_0522;

const prctl = declare(
  'int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)',
);

const capset = declare('int capset(void *header, const void *data)');

/**
 * Gives up the capabilities of this thread, for good. What it starts has none either, even where the program's file
 * would give them: no-new-privileges only forbids to gain beyond what was permitted before.
 */
export function dropCapabilities(): void {
  setCapabilities(0n, 0n, 0n);
}

/** From now on no program that this thread starts gains anything by its file: no set-user-ID, no file capabilities. */
export function renounceNewPrivileges(): void {
  checked(prctl(setNoNewPrivileges, 1, 0, 0, 0), 'to renounce new privileges');
}

/** Runs `start` so that the programs which it starts inherit no capability, and gives this thread its own back. */
export function withoutAmbient<T>(start: () => T): T {
  const ambientBits = bitsOf(ownStatus('CapAmb'));
  const [effective = 0n, permitted = 0n, inheritable = 0n] = ownSets();
  if (ambientBits.length === 0 && inheritable === 0n) return start();
  // What is not inheritable is not ambient either.
  setCapabilities(effective, permitted, 0n);
  try {
    return start();
  } finally {
    setCapabilities(effective, permitted, inheritable);
    for (const bit of ambientBits) {
      checked(prctl(ambient, ambientRaise, bit, 0, 0), 'to take a capability back');
    }
  }
}

/** Of this thread: effective, permitted, inheritable. */
const ownSets = (): bigint[] => ['CapEff', 'CapPrm', 'CapInh'].map(ownStatus);

function setCapabilities(effective: bigint, permitted: bigint, inheritable: bigint): void {
  const sets = [effective, permitted, inheritable];
  const words = [0n, 32n].flatMap((shift) => sets.map((set) => Number((set >> shift) & 0xffff_ffffn)));
  const header = Uint32Array.of(capabilityVersion, 0);
  checked(capset(header, Uint32Array.from(words)), 'to give up capabilities');
}

const ownStatus = (name: string): bigint => fieldOf(readFileSync('/proc/thread-self/status', 'latin1'), name);

const fieldOf = (status: string, name: string): bigint =>
  BigInt(`0x${new RegExp(`^${name}:\\s*([0-9a-f]{1,16})$`, 'm').exec(status)?.[1] ?? '0'}`);

const bitsOf = (mask: bigint): number[] =>
  Array.from({ length: 64 }, (_, bit) => bit).filter((bit) => ((mask >> BigInt(bit)) & 1n) === 1n);

/**
 * What privileges the threads of this process still hold, in words; empty = none at all. A thread that has a permitted
 * capability can take it up at any time, so those count as well as the ones in force.
 */
export function privilegesHeld(): readonly string[] {
  const held = new Set<string>();
  for (const task of readdirSync('/proc/self/task')) {
    const status = statusOf(task);
    if (status === null) continue;
    for (const set of ['CapPrm', 'CapEff', 'CapAmb']) {
      if (fieldOf(status, set) !== 0n) held.add(`a thread has capabilities (${set})`);
    }
    const ids = /^Uid:\s*([\d\t]+)$/m.exec(status)?.[1]?.split('\t') ?? ['0'];
    if (ids.includes('0')) held.add('a thread runs as root');
    if (!/^NoNewPrivs:\s*1$/m.test(status)) held.add('a thread may gain privileges by starting a program');
  }
  return [...held];
}

/** Null for a thread that has just ended. */
function statusOf(task: string): string | null {
  try {
    return readFileSync(`/proc/self/task/${task}/status`, 'latin1');
  } catch {
    return null;
  }
}

const dropFromBounding = 24;
const mostCapabilities = 64;

/**
 * Keeps only these capabilities, in this thread and in a program that it becomes: the sets of the thread and, where that
 * is permitted, what an exec as root may give back. The other threads keep theirs until then.
 */
export function keepCapabilities(numbers: readonly number[]): void {
  const kept = numbers.reduce((mask, bit) => mask | (1n << BigInt(bit)), 0n);
  for (let bit = 0; bit < mostCapabilities; bit++) {
    // Refused beyond the last capability of this kernel, and without CAP_SETPCAP: then only the thread's sets shrink.
    if (((kept >> BigInt(bit)) & 1n) === 0n) prctl(dropFromBounding, bit, 0, 0, 0);
  }
  const [effective = 0n, permitted = 0n, inheritable = 0n] = ownSets().map((set) => set & kept);
  setCapabilities(effective, permitted, inheritable);
}

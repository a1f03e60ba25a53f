import { accessSync, closeSync, constants, existsSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import path from 'node:path';
import { isReeveError } from '../../core/errors.ts';
import { inspect } from '../../inspect/index.ts';
import type { CapabilityName } from '../../sys/capability.ts';
import { openCaptures } from '../../watch/index.ts';
import { wordsOf } from './check.ts';
import type { KernelFacts } from './kernel.ts';

const kinds = ['tcp', 'udp'] as const;

/** Tries what the kernel can, with what is held. Nothing is changed; a ring that is opened gets no packet. */
export async function gatherKernel(held: readonly CapabilityName[]): Promise<KernelFacts> {
  const mayUseBpf =
    held.includes('CAP_SYS_ADMIN') || (held.includes('CAP_BPF') && held.includes('CAP_PERFMON'));
  const nft = commandAt('nft');
  return {
    platform: process.platform,
    release: release(),
    btf: isReadable('/sys/kernel/btf/vmlinux'),
    owners: await owners(),
    mayUseBpf,
    sockDiag: await sockDiag(),
    packetRing: held.includes('CAP_NET_RAW') ? await packetRing() : null,
    nft,
    nfTables: nft !== null && held.includes('CAP_NET_ADMIN') ? await answers(nft, ['list', 'tables']) : null,
    cgroup2: cgroup2(),
    namespaces: existsSync('/proc/self/ns/net'),
  };
}

async function owners(): Promise<KernelFacts['owners']> {
  try {
    const { visibility } = await inspect({ detail: 'list', kinds });
    return { method: visibility.method, notes: visibility.notes };
  } catch {
    return null;
  }
}

/** Where netlink is refused, the listing falls back to /proc and says so. */
async function sockDiag(): Promise<string | null> {
  try {
    const { visibility } = await inspect({ detail: 'sockets', kinds });
    return visibility.notes.find((note) => /netlink|sock_diag/i.test(note)) ?? null;
  } catch (error) {
    return wordsOf(error);
  }
}

async function packetRing(): Promise<true | string> {
  try {
    for (const { fd } of await openCaptures({ interfaces: [], ringBytes: 1 })) closeSync(fd);
    return true;
  } catch (error) {
    return isReeveError(error) ? error.explanation.found : wordsOf(error);
  }
}

/** A command in PATH or where administrators' commands are. */
function commandAt(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  const found = folders.map((folder) => path.join(folder, name)).find(isExecutable);
  return found ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return path.isAbsolute(file);
  } catch {
    return false;
  }
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

async function answers(file: string, args: readonly string[]): Promise<boolean> {
  const { execFile } = await import('node:child_process');
  return await new Promise((resolve) => {
    execFile(file, args, { timeout: 3000, maxBuffer: 8 << 20 }, (error) => resolve(error === null));
  });
}

/** Where the unified hierarchy is, by /proc/self/mountinfo (proc(5)): `… - cgroup2 cgroup2 rw` behind the fifth field. */
function cgroup2(): string | null {
  try {
    const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
    return lines.find((line) => / - cgroup2 /.test(line))?.split(' ')[4] ?? null;
  } catch {
    return null;
  }
}

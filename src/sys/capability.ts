import { readFileSync } from 'node:fs';

/** Numbers of linux/capability.h: those that something here asks for, or that a root process needs at its start. */
const numbers = {
  CAP_CHOWN: 0,
  CAP_DAC_OVERRIDE: 1,
  CAP_DAC_READ_SEARCH: 2,
  CAP_KILL: 5,
  CAP_SETGID: 6,
  CAP_SETUID: 7,
  CAP_SETPCAP: 8,
  CAP_NET_BIND_SERVICE: 10,
  CAP_NET_ADMIN: 12,
  CAP_NET_RAW: 13,
  CAP_SYS_PTRACE: 19,
  CAP_SYS_ADMIN: 21,
  CAP_PERFMON: 38,
  CAP_BPF: 39,
} as const;

export type CapabilityName = keyof typeof numbers;

export const capabilityNumber = (name: CapabilityName): number => numbers[name];

const names = Object.keys(numbers) as readonly CapabilityName[];

/** Which of these are in a set as /proc/PID/status writes it (`000001ffffffffff`). */
export function parseCapabilities(
  status: string,
  field: 'CapEff' | 'CapPrm' | 'CapBnd',
): readonly CapabilityName[] {
  const mask = BigInt(`0x${new RegExp(`^${field}:\\s*([0-9a-f]{1,16})$`, 'm').exec(status)?.[1] ?? '0'}`);
  return names.filter((name) => ((mask >> BigInt(numbers[name])) & 1n) === 1n);
}

/** What this process may do right now. Empty where there are no capabilities at all. */
export function capabilitiesInForce(): readonly CapabilityName[] {
  try {
    return parseCapabilities(readFileSync('/proc/self/status', 'latin1'), 'CapEff');
  } catch {
    return [];
  }
}

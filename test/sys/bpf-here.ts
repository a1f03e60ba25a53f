import { existsSync } from 'node:fs';
import { ownCapabilities } from '../../src/inspect/linux/owners/processes.ts';

/** Whether this process may run BPF iterators on this kernel, for suites that need them. */
export function bpfHere(): boolean {
  if (process.platform !== 'linux' || !existsSync('/sys/kernel/btf/vmlinux')) return false;
  const capabilities = ownCapabilities();
  return (
    capabilities.has('CAP_SYS_ADMIN') || (capabilities.has('CAP_BPF') && capabilities.has('CAP_PERFMON'))
  );
}

import type { NetTables } from './tables.ts';

/**
 * Names of interfaces by index, as far as two tables tell: `igmp` (`Idx Device : ...`, those with IPv4) and
 * `if_inet6` (address, index in hex, prefix, scope, flags, name; those with IPv6). man 5 proc_pid_net.
 */
export function readInterfaces(tables: NetTables): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const [, index = '', name = ''] of matches(tables, 'igmp', /^(\d+)\t(\S+?) *:/gm)) {
    names.set(Number(index), name);
  }
  for (const [, index = '', name = ''] of matches(tables, 'if_inet6', /^\S{32} ([0-9a-f]+) .* (\S+)$/gm)) {
    names.set(Number.parseInt(index, 16), name);
  }
  return names;
}

function matches(tables: NetTables, table: string, shape: RegExp): Iterable<RegExpMatchArray> {
  const text = tables.read(table);
  return text.ok ? text.value.matchAll(shape) : [];
}

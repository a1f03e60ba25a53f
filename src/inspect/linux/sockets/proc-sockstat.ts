/*
 * /proc/net/sockstat and sockstat6 (net/ipv4/proc.c): one line a protocol, `TCP: inuse 5 orphan 0 tw 1 ...`,
 * `UDP6: inuse 2`; `inuse` counts the namespace's sockets that listen, are bound (UDP) or connected.
 */
import type { NetTables } from './tables.ts';

/**
 * The tables in which there is nothing, by name (`tcp6`). To read one of TCP's tables the kernel walks through the
 * connections of all namespaces, 10 ms on a big machine, so it pays to know that it is empty.
 */
export function readEmptyTables(tables: NetTables): ReadonlySet<string> {
  const empty = new Set<string>();
  for (const name of ['sockstat', 'sockstat6']) {
    const text = tables.read(name);
    if (!text.ok) continue;
    for (const [, protocol = ''] of text.value.matchAll(/^([A-Z]+6?): inuse 0\b/gm))
      empty.add(protocol.toLowerCase());
  }
  return empty;
}

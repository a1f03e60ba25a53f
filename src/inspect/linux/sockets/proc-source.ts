import type { ListedSocket } from '../../listener.ts';
import { countStates } from './connections.ts';
import { parseProcInetLine } from './proc-inet.ts';
import { readEmptyTables } from './proc-sockstat.ts';
import { linesOf, readInetTable, readPacketTable, type TableRows } from './proc-tables.ts';
import { inetProtocols } from './protocols.ts';
import type { ConnectionCount, SocketQuery, SocketSource, SourceAnswer } from './source.ts';
import { socketState } from './states.ts';
import { absent, type NetTables } from './tables.ts';

const families = [4, 6] as const;

/** Lists sockets from the tables of `/proc/PID/net`: slower, and without dual stack, device, cgroup and backlog. */
export const procSource = (tables: NetTables): SocketSource => ({
  list: (query) => list(tables, query),
  countConnections: (port) => countConnections(tables, port),
  close: () => tables.close(),
});

function list(tables: NetTables, query: SocketQuery): SourceAnswer {
  const sockets: ListedSocket[] = [];
  const notes: string[] = [];
  const add = (what: string, read: ReturnType<typeof readPacketTable>): void => {
    if (read.ok) sockets.push(...read.value.rows);
    const note = noteOn(what, read);
    if (note !== null) notes.push(note);
  };
  const empty = readEmptyTables(tables);
  for (const protocol of inetProtocols) {
    if (!query.kinds.has(protocol.kind) || (protocol.kind === 'raw' && query.port !== null)) continue;
    for (const family of families) {
      if (protocol.tables !== null && empty.has(protocol.tables[family])) continue;
      add(`${protocol.kind} (IPv${family})`, readInetTable(tables, protocol, family, query));
    }
  }
  if (query.kinds.has('packet') && query.port === null) add('packet', readPacketTable(tables, query.netns));
  if (query.kinds.has('dccp') && hasDccp(tables))
    notes.push('DCCP sockets are not listed: /proc has no table of them');
  return { sockets, notes };
}

/** What a reading could not give; a table that does not exist means that the kernel has no such sockets. */
export function noteOn(what: string, read: ReturnType<typeof readPacketTable>): string | null {
  if (!read.ok)
    return read.error === absent ? null : `${what} sockets could not be read from /proc: ${read.error}`;
  return damageNote(what, read.value);
}

export const damageNote = (what: string, { damaged }: Pick<TableRows, 'damaged'>): string | null => {
  if (damaged === 0) return null;
  const left = damaged === 1 ? 'socket was not understood and is' : 'sockets were not understood and are';
  return `${damaged} ${what} ${left} left out`;
};

function hasDccp(tables: NetTables): boolean {
  const protocols = tables.read('protocols');
  return protocols.ok && /^DCCP/m.test(protocols.value);
}

function countConnections(tables: NetTables, port: number): ConnectionCount | null {
  const tcp = [...statesOf(tables, 'tcp', port), ...statesOf(tables, 'tcp6', port)];
  const udp = [...statesOf(tables, 'udp', port), ...statesOf(tables, 'udp6', port)];
  if (!tables.read('tcp').ok) return null;
  const connectedUdp = udp.filter((state) => state === socketState.established).length;
  return countStates(tcp, connectedUdp, false);
}

function statesOf(tables: NetTables, table: string, port: number): readonly number[] {
  const text = tables.read(table);
  if (!text.ok) return [];
  // Most lines are of other ports: only those with the port in the right place are taken apart.
  const mark = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  return linesOf(text.value)
    .filter((line) => line.includes(mark))
    .map(parseProcInetLine)
    .flatMap((line) => (line.ok && line.value.port === port ? [line.value.state] : []));
}

import type { Result } from '../../../core/result.ts';
import type { ListedSocket, NetworkNamespace } from '../../listener.ts';
import { parseProcInetLine } from './proc-inet.ts';
import { readInterfaces } from './proc-interfaces.ts';
import { parseProcPacketLine } from './proc-packet.ts';
import { parseProcSctpLine } from './proc-sctp.ts';
import { type InetProtocol, wantedStates } from './protocols.ts';
import { inetRow, packetRow, unknownInterface } from './row.ts';
import type { SocketQuery } from './source.ts';
import { socketState } from './states.ts';
import { absent, type NetTables } from './tables.ts';

export type Family = 4 | 6;

/** The rows of one table, and how many of its lines could not be read. */
export interface TableRows {
  readonly rows: readonly ListedSocket[];
  readonly damaged: number;
}

const sctpTable = 'sctp/eps';

/** The tables that hold the sockets of a protocol, to be opened before leaving their namespace. */
export const tableNames = ({ kind, tables }: InetProtocol): readonly string[] =>
  kind === 'sctp' ? [sctpTable] : tables === null ? [] : [tables[4], tables[6]];

export const packetTableNames: readonly string[] = ['packet', 'igmp', 'if_inet6'];

/** The sockets of one protocol and family; `absent` where there is no such table. */
export function readInetTable(
  tables: NetTables,
  protocol: InetProtocol,
  family: Family,
  query: SocketQuery,
): Result<TableRows> {
  if (protocol.kind === 'sctp') return readSctpTable(tables, protocol, family, query);
  if (protocol.tables === null) return { ok: false, error: absent };
  const states = wantedStates(protocol, query.connectedUdp);
  return readTable(tables, protocol.tables[family], (line) => {
    const parsed = parseProcInetLine(line);
    if (!parsed.ok) return null;
    const { state, port } = parsed.value;
    if ((states & (1 << state)) === 0 || (query.port !== null && query.port !== port)) return [];
    return [inetRow(protocol, { ...parsed.value, ...untold, family }, query.netns)];
  });
}

/** What these tables do not tell. */
const untold = { v6Only: null, device: null, cgroupId: null, backlog: null } as const;

function readSctpTable(
  tables: NetTables,
  protocol: InetProtocol,
  family: Family,
  query: SocketQuery,
): Result<TableRows> {
  return readTable(tables, sctpTable, (line) => {
    const parsed = parseProcSctpLine(line);
    if (!parsed.ok) return null;
    const { state, port, uid, inode, addresses } = parsed.value;
    if (state !== socketState.listen || (query.port !== null && query.port !== port)) return [];
    const facts = { ...untold, family, state, port, uid, inode, peerAddress: '', peerPort: 0, drops: null };
    return addresses
      .filter((address) => address.includes(':') === (family === 6))
      .map((address) => inetRow(protocol, Object.assign({ address }, facts), query.netns));
  });
}

export function readPacketTable(tables: NetTables, netns: NetworkNamespace): Result<TableRows> {
  let names: ReadonlyMap<number, string> | null = null;
  return readTable(tables, 'packet', (line) => {
    const parsed = parseProcPacketLine(line);
    if (!parsed.ok) return null;
    const { interfaceIndex: index } = parsed.value;
    names ??= readInterfaces(tables);
    const device = index === 0 ? null : (names.get(index) ?? unknownInterface(index));
    const { protocol, uid, inode } = parsed.value;
    return [packetRow({ protocol, device, uid, inode, drops: null }, netns)];
  });
}

/** Every line but the first; `parse` gives a line's rows, or null if it cannot be read. */
function readTable(
  tables: NetTables,
  name: string,
  parse: (line: string) => readonly ListedSocket[] | null,
): Result<TableRows> {
  const text = tables.read(name);
  if (!text.ok) return text;
  const rows: ListedSocket[] = [];
  let damaged = 0;
  for (const line of linesOf(text.value)) {
    const found = parse(line);
    if (found === null) damaged++;
    else rows.push(...found);
  }
  return { ok: true, value: { rows, damaged } };
}

/** The lines of a table without its titles. */
export function linesOf(table: string): readonly string[] {
  const lines = table.split('\n').slice(1);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

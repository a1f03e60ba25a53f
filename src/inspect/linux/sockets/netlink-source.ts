import type { Result } from '../../../core/result.ts';
import { interfaceName } from '../../../sys/interface-name.ts';
import { netlinkFamily, type NetlinkSocket, openNetlink, type ReceiveBuffer } from '../../../sys/netlink.ts';
import type { DumpOutcome } from '../../../sys/netlink-dump.ts';
import type { ListedSocket, NetworkNamespace } from '../../listener.ts';
import { busyStates, countStates, kernelListsBound } from './connections.ts';
import { damageNote, noteOn, procSource } from './proc-source.ts';
import { type Family, readInetTable, readPacketTable, type TableRows } from './proc-tables.ts';
import { type InetProtocol, inetProtocols } from './protocols.ts';
import { askInet, askPackets, askStates, type NameInterface } from './sock-diag.ts';
import type { ConnectionCount, SocketQuery, SocketSource, SourceAnswer } from './source.ts';
import { socketState, stateMask } from './states.ts';
import type { NetTables } from './tables.ts';

const families = [4, 6] as const;
const tcp = 6;
const udp = 17;

/**
 * Lists the sockets of the namespace the thread is in now by NETLINK_SOCK_DIAG (man 7 sock_diag), wherever the
 * thread is when it lists. A protocol the kernel cannot list this way is read from the tables, which must be
 * of the same namespace; they are opened only once the socket is.
 * @throws ReeveError `NOT_PERMITTED` or `SYSTEM_CALL_FAILED` where the kernel has no such netlink or refuses it
 */
export function openNetlinkSource(tables: () => NetTables, buffer: ReceiveBuffer): NetlinkSource {
  const socket = openNetlink(netlinkFamily.sockDiag, buffer);
  return new NetlinkSource(socket, tables());
}

export class NetlinkSource implements SocketSource {
  readonly #socket: NetlinkSocket;
  readonly #tables: NetTables;
  readonly #names = new Map<number, string | null>();
  /** IP protocols (or `packet`) that had to be read from the tables. */
  readonly fromTables = new Set<number | 'packet'>();

  constructor(socket: NetlinkSocket, tables: NetTables) {
    this.#socket = socket;
    this.#tables = tables;
  }

  list(query: SocketQuery): SourceAnswer {
    const sockets: ListedSocket[] = [];
    const notes: string[] = [];
    const add = ([rows, note]: Part): void => {
      sockets.push(...rows);
      if (note !== null) notes.push(note);
    };
    for (const protocol of inetProtocols) {
      if (!query.kinds.has(protocol.kind) || (protocol.kind === 'raw' && query.port !== null)) continue;
      for (const family of families) add(this.#inet(protocol, family, query));
    }
    if (query.kinds.has('packet') && query.port === null) add(this.#packets(query.netns));
    return { sockets, notes };
  }

  countConnections(port: number): ConnectionCount | null {
    const states: number[] = [];
    let connectedUdp = 0;
    for (const family of families) {
      const busy = askStates(this.#socket, tcp, family, busyStates, port);
      const peered = askStates(this.#socket, udp, family, stateMask(socketState.established), port);
      if (isFailure(busy, family)) return procSource(this.#tables).countConnections(port);
      if (busy.kind === 'rows') states.push(...busy.rows);
      if (peered.kind === 'rows') connectedUdp += peered.rows.length;
    }
    return countStates(states, connectedUdp, kernelListsBound());
  }

  close(): void {
    this.#socket.close();
    this.#tables.close();
  }

  #inet(protocol: InetProtocol, family: Family, query: SocketQuery): Part {
    const what = `${protocol.kind} (IPv${family})`;
    let table: Result<TableRows> | null = null;
    if (protocol.kind === 'raw') {
      // Asking for raw sockets makes a kernel without that part look for a module, by starting a process.
      table = readInetTable(this.#tables, protocol, family, query);
      if (table.ok && table.value.rows.length === 0) return [[], noteOn(what, table)];
    }
    const outcome = askInet(this.#socket, protocol, family, query, this.#nameInterface);
    if (outcome.kind === 'rows') return [outcome.rows, noteOnRows(what, outcome)];
    table ??= readInetTable(this.#tables, protocol, family, query);
    if (table.ok) this.fromTables.add(protocol.number);
    return fallBack(what, outcome, table);
  }

  #packets(netns: NetworkNamespace): Part {
    const outcome = askPackets(this.#socket, this.#nameInterface, netns);
    if (outcome.kind === 'rows') return [outcome.rows, noteOnRows('packet', outcome)];
    const table = readPacketTable(this.#tables, netns);
    if (table.ok) this.fromTables.add('packet');
    return fallBack('packet', outcome, table);
  }

  readonly #nameInterface: NameInterface = (index) => {
    const known = this.#names.get(index);
    if (known !== undefined) return known;
    const name = interfaceName(this.#socket.fd, index);
    this.#names.set(index, name);
    return name;
  };
}

/** Rows and what to say about them. */
type Part = readonly [rows: readonly ListedSocket[], note: string | null];

/** IPv6 may well be absent. */
const isFailure = (outcome: DumpOutcome<unknown>, family: Family): boolean =>
  outcome.kind === 'failed' || (outcome.kind === 'absent' && family === 4);

function noteOnRows(
  what: string,
  { damaged, interrupted }: { damaged: number; interrupted: string | null },
): string | null {
  const damage = damageNote(what, { damaged });
  if (interrupted === null) return damage;
  const doubt = `The list of ${what} sockets may be incomplete: ${interrupted}, each time it was asked for`;
  return damage === null ? doubt : `${doubt}; ${damage}`;
}

/** What the tables give where the kernel did not answer; a protocol in neither does not exist here. */
function fallBack(
  what: string,
  outcome: Exclude<DumpOutcome<unknown>, { kind: 'rows' }>,
  read: Result<TableRows>,
): Part {
  if (outcome.kind === 'absent') return [read.ok ? read.value.rows : [], noteOn(what, read)];
  const told = `The kernel did not list ${what} sockets (${outcome.reason})`;
  if (!read.ok) return [[], `${told}, nor could /proc be read: they are missing`];
  return [read.value.rows, `${told}; they were read from /proc, which tells less`];
}

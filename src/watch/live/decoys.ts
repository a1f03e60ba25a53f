import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';

/** As much as tells what a client wants; after either it is let go of. */
const mostBytes = 4096;
const patienceMs = 5000;
const mostConnections = 256;
const mostPerSource = 8;
/** Datagrams recorded a second; more are only counted. */
const mostDatagrams = 1000;

/** What came to a decoy port. Nothing was ever sent back. */
export interface DecoyRecord {
  /** Microseconds since 1970 UTC, when it began. */
  readonly at: number;
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  readonly source: string;
  readonly sourcePort: number;
  /** The first bytes, 4096 at most. */
  readonly bytes: Uint8Array;
  /** Why nothing more was read: it closed, said nothing for 5 seconds, or said enough. */
  readonly end: 'closed' | 'patience' | 'enough' | 'datagram';
}

export interface DecoySocket {
  readonly fd: number;
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
}

export interface Decoys {
  /** Connections and datagrams of which no record was made, as there were too many. */
  refused(): number;
  /** May be called again. */
  close(): void;
}

/** Serves sockets that somebody opened and listens on: accepts, reads, records, and never answers a byte. */
export function openDecoys(
  sockets: readonly DecoySocket[],
  onRecord: (record: DecoyRecord) => void,
  onError: (error: unknown) => void = () => undefined,
): Decoys {
  const room = new Room();
  let opened: readonly (Server | UdpSocket)[] = sockets.map((socket) =>
    socket.transport === 'tcp'
      ? tcpDecoy(socket, room, onRecord).on('error', onError)
      : udpDecoy(socket, room, onRecord).on('error', onError),
  );
  return {
    refused: () => room.refused,
    close: () => {
      // A datagram socket that is closed twice throws.
      for (const one of opened) one.close();
      opened = [];
      room.close();
    },
  };
}

/** Who is inside; nobody can fill it alone. */
class Room {
  refused = 0;
  readonly #inside = new Set<Socket>();
  readonly #perSource = new Map<string, number>();
  #second = 0;
  #datagrams = 0;

  enter(socket: Socket, source: string): boolean {
    const there = this.#perSource.get(source) ?? 0;
    if (this.#inside.size >= mostConnections || there >= mostPerSource) {
      this.refused++;
      return false;
    }
    this.#inside.add(socket);
    this.#perSource.set(source, there + 1);
    return true;
  }

  leave(socket: Socket, source: string): void {
    if (!this.#inside.delete(socket)) return;
    const left = (this.#perSource.get(source) ?? 1) - 1;
    if (left === 0) this.#perSource.delete(source);
    else this.#perSource.set(source, left);
  }

  datagram(second: number): boolean {
    if (second !== this.#second) this.#datagrams = 0;
    this.#second = second;
    this.#datagrams++;
    if (this.#datagrams <= mostDatagrams) return true;
    this.refused++;
    return false;
  }

  close(): void {
    for (const socket of this.#inside) socket.destroy();
  }
}

function tcpDecoy(decoy: DecoySocket, room: Room, onRecord: (record: DecoyRecord) => void): Server {
  // Half open is allowed, since closing our half would be an answer of our own making.
  const server = createServer({ allowHalfOpen: true }, (socket) => listenTo(socket, decoy, room, onRecord));
  return server.listen({ fd: decoy.fd });
}

function listenTo(
  socket: Socket,
  decoy: DecoySocket,
  room: Room,
  onRecord: (record: DecoyRecord) => void,
): void {
  const at = Date.now() * 1000;
  const [source, sourcePort] = [plain(socket.remoteAddress ?? ''), socket.remotePort ?? 0];
  socket.on('error', () => undefined);
  if (!room.enter(socket, source)) {
    socket.destroy();
    return;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  let end: DecoyRecord['end'] = 'closed';
  const finish = (why: DecoyRecord['end']): void => {
    end = why;
    socket.destroy();
  };
  const timer = setTimeout(() => finish('patience'), patienceMs);
  socket.on('data', (chunk: Buffer) => {
    const kept = Uint8Array.prototype.slice.call(chunk, 0, mostBytes - size);
    chunks.push(kept);
    size += kept.length;
    if (size >= mostBytes) finish('enough');
  });
  socket.on('end', () => finish('closed'));
  socket.on('close', () => {
    clearTimeout(timer);
    room.leave(socket, source);
    const { transport, port } = decoy;
    onRecord({ at, transport, port, source, sourcePort, bytes: joined(chunks, size), end });
  });
}

function udpDecoy(decoy: DecoySocket, room: Room, onRecord: (record: DecoyRecord) => void): UdpSocket {
  const socket = createSocket('udp6');
  socket.on('message', (message, { address, port: sourcePort }) => {
    const now = Date.now();
    if (!room.datagram(Math.floor(now / 1000))) return;
    const bytes = Uint8Array.prototype.slice.call(message, 0, mostBytes);
    const { transport, port } = decoy;
    onRecord({ at: now * 1000, transport, port, source: plain(address), sourcePort, bytes, end: 'datagram' });
  });
  socket.bind({ fd: decoy.fd, exclusive: true });
  return socket;
}

/** An IPv4 peer of a dual-stack socket is an IPv4 peer. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

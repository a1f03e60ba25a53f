import { connect, type Socket } from 'node:net';
import { Malformed, ResponseReader } from './response.ts';
import { AgentTrouble } from './trouble.ts';

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON. */
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
}

interface Bounds {
  /** Milliseconds for all of it. */
  readonly patience: number;
  /** Bytes of the answer's body. */
  readonly most: number;
}

/** One question and its answer. @throws AgentTrouble */
export function exchange(path: string, request: Request, { patience, most }: Bounds): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const reader = new ResponseReader((bytes) => {
      size += bytes.length;
      if (size > most) throw new Malformed('its answer is larger than any should be');
      parts.push(bytes);
    });
    const end = converse(path, request, reader, (trouble) => {
      clearTimeout(timer);
      if (trouble === null) resolve({ status: reader.status, text: Buffer.concat(parts).toString('utf8') });
      else reject(trouble);
    });
    const timer = setTimeout(
      () => end(new AgentTrouble(`it did not answer within ${patience} ms`)),
      patience,
    );
  });
}

/**
 * Sends the request and feeds the reader; `done` is called once. Gives the function that ends it.
 * The connection is closed by whoever has the answer: an agent that leaves it open holds nobody up.
 */
export function converse(
  path: string,
  request: Request,
  reader: ResponseReader,
  done: (trouble: AgentTrouble | null) => void,
): (trouble: AgentTrouble | null) => void {
  let open = true;
  let socket: Socket | null = null;
  const end = (trouble: AgentTrouble | null): void => {
    if (!open) return;
    open = false;
    socket?.destroy();
    done(trouble);
  };
  const guarded = (step: () => void): void => {
    if (!open) return;
    try {
      step();
      if (reader.done) end(null);
    } catch (error) {
      end(new AgentTrouble(error instanceof Error ? error.message : 'its answer cannot be read'));
    }
  };
  try {
    socket = connect({ path });
    socket.on('error', (error) => end(troubleOf(error)));
    socket.on('data', (bytes) => guarded(() => reader.push(bytes)));
    socket.on('end', () => guarded(() => reader.end()));
    socket.on('close', () => end(new AgentTrouble('it closed the connection')));
    socket.write(textOf(request));
  } catch (error) {
    // Not thrown into the middle of the caller, who has not got the function yet.
    process.nextTick(() => end(troubleOf(error)));
  }
  return end;
}

function textOf({ method, path, body }: Request): string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nConnection: close\r\n`;
  if (body === undefined) return `${head}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function troubleOf(error: unknown): AgentTrouble {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === 'ECONNREFUSED' || code === 'ENOENT')
    return new AgentTrouble('nobody is behind its socket', true);
  if (code === 'EACCES' || code === 'EPERM') return new AgentTrouble('its socket is for its owner only');
  if (code === 'EPIPE' || code === 'ECONNRESET') return new AgentTrouble('it closed the connection');
  return new AgentTrouble(`it cannot be reached (${code ?? 'unknown'})`);
}

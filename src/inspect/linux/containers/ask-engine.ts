import { statSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { type EngineContainer, parseContainers } from './engine-list.ts';
import type { Endpoint } from './endpoints.ts';

export type EngineFault =
  | 'absent'
  | 'refused'
  | 'not-permitted'
  | 'timed-out'
  | 'too-large'
  | 'unreadable'
  | 'failed';

export type EngineAnswer =
  | { readonly ok: true; readonly containers: readonly EngineContainer[]; readonly unreadable: number }
  | { readonly ok: false; readonly why: EngineFault; readonly detail: string };

export interface EngineLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

interface Response {
  readonly status: number;
  readonly server: string;
  readonly body: string;
}

/** `GET /containers/json` over the engine's unix socket. Never throws, and is over when the time is. */
export async function askEngine({ socket, runtime }: Endpoint, limits: EngineLimits): Promise<EngineAnswer> {
  const missing = absent(socket);
  if (missing !== null) return missing;
  const got = await get(socket, limits);
  if (!('status' in got)) return got;
  const { status, server, body } = got;
  if (status === 401 || status === 403) return fault('not-permitted', `status ${status}`);
  if (status !== 200) return fault('failed', `status ${status}`);
  const kind = /^libpod\//i.test(server) ? 'podman' : /^docker\//i.test(server) ? 'docker' : runtime;
  const list = parseContainers(jsonOf(body), kind);
  return list === null ? fault('unreadable', 'no list of containers') : { ok: true, ...list };
}

const fault = (why: EngineFault, detail: string): EngineAnswer & { ok: false } => ({
  ok: false,
  why,
  detail,
});

/** Told by a look at the file: where there is no engine, loading an HTTP client would cost more than all else. */
function absent(socket: string): (EngineAnswer & { ok: false }) | null {
  try {
    statSync(socket);
    return null;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return fault(faultOfCode[code] ?? 'failed', message);
  }
}

const faultOfCode: Readonly<Record<string, EngineFault>> = {
  ENOENT: 'absent',
  ENOTDIR: 'absent',
  ECONNREFUSED: 'refused',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
};

async function get(
  socketPath: string,
  limits: EngineLimits,
): Promise<Response | (EngineAnswer & { ok: false })> {
  const { request } = await import('node:http');
  return new Promise((resolve) => {
    const asked = request({
      socketPath,
      path: '/containers/json',
      headers: { Host: 'localhost' },
      agent: false,
    });
    const end = (result: Response | (EngineAnswer & { ok: false })): void => {
      clearTimeout(timer);
      resolve(result);
      asked.destroy();
    };
    const timer = setTimeout(
      () => end(fault('timed-out', `no answer within ${limits.timeoutMs} ms`)),
      limits.timeoutMs,
    );
    asked.on('error', (error: NodeJS.ErrnoException) =>
      end(fault(faultOfCode[error.code ?? ''] ?? 'failed', error.message)),
    );
    asked.on('response', (response) => collect(response, limits.maxBytes, end));
    asked.end();
  });
}

function collect(
  response: IncomingMessage,
  maxBytes: number,
  end: (r: Response | (EngineAnswer & { ok: false })) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) end(fault('too-large', `more than ${maxBytes} bytes`));
    else chunks.push(chunk);
  });
  response.on('aborted', () => end(fault('failed', 'the answer broke off')));
  response.on('error', (error) => end(fault('failed', error.message)));
  response.on('end', () => {
    const server = String(response.headers['server'] ?? '');
    end({ status: response.statusCode ?? 0, server, body: Buffer.concat(chunks).toString('utf8') });
  });
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

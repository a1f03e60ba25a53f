import { createServer } from 'node:net';
import { freePorts } from '../../answer/index.ts';
import { fail } from '../../core/errors.ts';
import type { Registry } from '../../registry/index.ts';
import type { ListenAddress } from '../../web/index.ts';
import type { AgentSettings } from '../settings.ts';

/** P-O-R-T on the keys of a telephone: nobody is assigned it, and no system hands it out. */
export const usualPort = 7678;

export interface Chosen {
  readonly listen: readonly ListenAddress[];
  /** Why it is another port than the usual one; null: it is the usual one, or was named. */
  readonly note: string | null;
}

export interface Choosing {
  readonly registry: Registry;
  /** Who listens at a TCP port, in a few words; null where that is not known. */
  readonly holder: (port: number) => string | null;
  /** Tests put another in its place. */
  readonly tryBind?: typeof tryBind;
}

/** None was named: loopback of both families, where this machine has them. */
const loopback = ['127.0.0.1', '::1'] as const;

/**
 * Where pages are served: a port that is named is taken or refused; else the usual one, or where somebody has that the
 * next that nobody is assigned or holds, and that is not handed out to outgoing connections.
 * @throws ReeveError `ADDRESS_TAKEN`, `NOT_PERMITTED`, `USAGE`
 */
export async function chooseAddresses(asked: AgentSettings['listen'], choosing: Choosing): Promise<Chosen> {
  const bind = choosing.tryBind ?? tryBind;
  const named = asked.flatMap(({ host, port }) => (port === null ? [] : [{ host, port }]));
  for (const address of named) demandFree(address, await bind(address), choosing);
  const open =
    asked.length === 0
      ? await present(loopback, bind)
      : asked.filter(({ port }) => port === null).map(({ host }) => host);
  if (open.length === 0) return { listen: named, note: null };
  const { port, note } = await choosePort(open, choosing, bind);
  return { listen: [...named, ...open.map((host) => ({ host, port }))], note };
}

async function choosePort(
  hosts: readonly string[],
  { registry, holder }: Choosing,
  bind: typeof tryBind,
): Promise<{ readonly port: number; readonly note: string | null }> {
  if (await freeOnAll(usualPort, hosts, bind)) return { port: usualPort, note: null };
  const { ports } = await freePorts({ near: usualPort, transport: 'tcp', count: 4 }, registry);
  for (const port of ports) {
    if (port === usualPort || !(await freeOnAll(port, hosts, bind))) continue;
    const who = holder(usualPort);
    return { port, note: `${usualPort} is held${who === null ? '' : ` by ${who}`}, so it is ${port}` };
  }
  throw taken(`${usualPort} and the next ports`, null);
}

async function freeOnAll(port: number, hosts: readonly string[], bind: typeof tryBind): Promise<boolean> {
  for (const host of hosts) {
    const code = await bind({ host, port });
    if (code === 'EADDRINUSE') return false;
    demandUsable({ host, port }, code);
  }
  return true;
}

async function present(hosts: readonly string[], bind: typeof tryBind): Promise<readonly string[]> {
  const found: string[] = [];
  for (const host of hosts) {
    const code = await bind({ host, port: 0 });
    if (code !== 'EADDRNOTAVAIL' && code !== 'EAFNOSUPPORT') found.push(host);
  }
  return found;
}

function demandFree(address: ListenAddress, code: string | null, { holder }: Choosing): void {
  if (code === 'EADDRINUSE') throw taken(shown(address), holder(address.port));
  demandUsable(address, code);
}

function demandUsable(address: ListenAddress, code: string | null): void {
  if (code === null) return;
  const asked = `to listen at ${shown(address)}`;
  if (code === 'EACCES')
    throw fail('NOT_PERMITTED', {
      asked,
      found: 'the agent runs without privileges and may not take that port',
      todo: 'Name a port from 1024 on, or put a web server in front of it',
    });
  throw fail('USAGE', { asked, found: `this machine has no such address (${code})` });
}

const taken = (where: string, who: string | null) =>
  fail('ADDRESS_TAKEN', {
    asked: `to listen at ${where}`,
    found: who === null ? 'another program has it' : `${who} has it`,
    todo: 'Name another port by --listen, or none: then a free one is chosen',
  });

const shown = ({ host, port }: ListenAddress): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** Null where it can be listened at, else the error's code. Nothing stays open. */
function tryBind({ host, port }: ListenAddress): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ host, port, exclusive: true, ipv6Only: host.includes(':') }, () =>
      server.close(() => resolve(null)),
    );
  });
}

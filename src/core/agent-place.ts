import { lstatSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { homeFolder } from './home.ts';

/** Where the agent's own socket is: for its owner and root, and for nobody else. */
export interface AgentPlace {
  readonly socket: string;
  /** Root's, where somebody else asks who has none of his own; null for root and where a place was named. */
  readonly system: string | null;
}

const name = 'agent.sock';
const systemSocket = join('/run/portreeve', name);

/**
 * `REEVE_SOCKET` names the socket; `PORTREEVE_DATA_DIR` the folder of all data. Else it is what the runtime folder is
 * for: `/run/portreeve` for root, `XDG_RUNTIME_DIR` for others, and beside the state where there is none. Null where
 * there are no such sockets.
 */
export function agentPlace(
  env: Readonly<Record<string, string | undefined>> = process.env,
  uid = process.getuid?.(),
): AgentPlace | null {
  if (uid === undefined) return null;
  const named = env['REEVE_SOCKET'] ?? '';
  if (named !== '') return { socket: resolve(named), system: null };
  const data = env['PORTREEVE_DATA_DIR'] ?? '';
  if (data !== '') return { socket: join(resolve(data), name), system: null };
  if (uid === 0) return { socket: systemSocket, system: null };
  const runtime = env['XDG_RUNTIME_DIR'] ?? '';
  const state = env['XDG_STATE_HOME'] ?? '';
  const folder = isAbsolute(runtime)
    ? runtime
    : isAbsolute(state)
      ? state
      : join(homeFolder(), '.local', 'state');
  return { socket: join(folder, 'portreeve', name), system: systemSocket };
}

/** Whether there is a socket: one stat, so that who has no agent pays nothing for it. */
export function agentSocket(place: AgentPlace | null = agentPlace()): string | null {
  if (place === null) return null;
  try {
    return lstatSync(place.socket).isSocket() ? place.socket : null;
  } catch {
    return null;
  }
}

/** The file whose lock the agent of this socket holds; in it stands which process that is. */
export const agentLock = (socket: string): string => `${socket}.lock`;

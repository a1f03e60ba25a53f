import type { Granted, PrivilegesAsked } from '../privileged.ts';
import type { Identity } from '../../split/index.ts';
import type { BoundSocket } from './owner-socket.ts';

/** What was opened before the agent is started, by its descriptors in this process. */
export interface Opened {
  readonly captures: Granted['captures'];
  readonly captureRefused: Granted['captureRefused'];
  readonly socket: BoundSocket | null;
  readonly socketRefused: string | null;
  readonly lock: number | null;
  readonly files: readonly number[];
  readonly lacking: Granted['lacking'];
  /** Who started it. */
  readonly owner: number;
}

/** All that the privileged process has to know; it comes from itself, before it gave up what it does not need. */
export interface Plan extends Opened {
  /** As whom the agent runs; null = as the same user. */
  readonly identity: Identity | null;
  /** How the agent is started. */
  readonly command: readonly string[];
}

/** Bears the plan over the exec; nobody else starts a process with it. */
export const planVariable = 'REEVE_AGENT_PLAN';

export const descriptorsOf = ({ captures, socket, lock, files }: Opened): readonly number[] => [
  ...captures.map(({ fd }) => fd),
  ...(socket === null ? [] : [socket.fd]),
  ...(lock === null ? [] : [lock]),
  ...files,
];

/** The agent's command line: as this process was started, with the options of node that were asked for. */
export function agentCommand({ nodeOptions }: Pick<PrivilegesAsked, 'nodeOptions'>): readonly string[] {
  const own = process.execArgv.filter((option) => !nodeOptions.includes(option));
  return [process.execPath, ...own, ...nodeOptions, ...process.argv.slice(1)];
}

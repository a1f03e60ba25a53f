/**
 * The resident agent, and how the command line asks it. Light to load, as every command that asks what is stored comes
 * through here: whatever is not needed to ask is behind a dynamic import.
 */
import type { DoctorCheck } from '../contract/doctor.ts';
import type { ExitCode } from '../core/errors.ts';
import type { AgentStarting } from './settings.ts';

export {
  type AgentBrief,
  agentBrief,
  agentDocument,
  agentPlace,
  agentSocket,
  type AnswerTo,
  askAgentStore,
  askReader,
  followAgent,
  isAgentTrouble,
  mostThroughAgent,
  type ServerEvent,
  type StoreQuestion,
} from './client/index.ts';

/** Set for the privileged process alone, which is this command gone on as another; see `split/index.ts`. */
export const runPrivileged = async (): Promise<number> =>
  await (await import('./split/run.ts')).runPrivileged();

export type { AgentScreen, AgentSettings, AgentStart, AgentStarting } from './settings.ts';

/** See `up.ts`: the agent, until it is asked to end. */
export const up = async (starting: AgentStarting): Promise<ExitCode> =>
  await (await import('./up.ts')).up(starting);

/** See `doctor/index.ts`: looks whether all that reeve rests on is as it should be. */
export const examine = async (
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly DoctorCheck[]> => await (await import('./doctor/index.ts')).examine(env);

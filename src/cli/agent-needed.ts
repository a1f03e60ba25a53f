import { agentPlace, agentSocket, isAgentTrouble } from '../agent/index.ts';
import { fail, type ReeveError } from '../core/errors.ts';
import type { Context } from './context.ts';

/**
 * The socket of the agent, for commands that are nothing without it.
 * @throws ReeveError `AGENT_ABSENT`
 */
export function neededAgent(context: Context, asked: string): string {
  const place = agentPlace(context.env);
  const socket = agentSocket(place);
  if (socket !== null) return socket;
  const others = place?.system ?? null;
  if (others !== null && agentSocket({ socket: others, system: null }) !== null)
    throw fail('AGENT_ABSENT', {
      asked,
      found: 'the agent that runs here is root’s',
      todo: 'Run it with sudo',
    });
  throw fail('AGENT_ABSENT', { asked, found: 'no agent runs here', todo: 'Start it with reeve up' });
}

/** What an agent that does not answer as it should is called; anything else is thrown as it is. */
export function agentError(error: unknown, asked: string): ReeveError {
  if (!isAgentTrouble(error)) throw error;
  if (error.gone)
    return fail('AGENT_ABSENT', {
      asked,
      found: 'an agent ran here and ended without removing its socket',
      todo: 'Start it with reeve up',
    });
  return fail('AGENT_FAILED', {
    asked,
    found: `an agent is there, but ${error.message}`,
    todo: 'Look into its log, or start it anew',
  });
}

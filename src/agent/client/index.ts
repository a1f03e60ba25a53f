/** The command line's way to the agent. What talks on the socket is loaded when there is one. */
import type { AgentBrief } from './brief.ts';
import type { ServerEvent } from './event-stream.ts';
import type { Request } from './exchange.ts';
import type { AnswerTo, StoreQuestion } from './questions.ts';

export type { AgentBrief } from './brief.ts';
export type { ServerEvent } from './event-stream.ts';
export { agentPlace, agentSocket } from '../../core/agent-place.ts';
export { type AnswerTo, askReader, type StoreQuestion } from './questions.ts';
export { isAgentTrouble } from './trouble.ts';
export { mostThroughAgent } from './wire.ts';

/** See `store.ts`: the answers of the agent's store, null where it keeps another. */
export async function askAgentStore<Question extends StoreQuestion>(
  socket: string,
  store: string,
  questions: readonly Question[],
): Promise<readonly AnswerTo<Question>[] | null> {
  return await (await import('./store.ts')).askAgentStore(socket, store, questions);
}

/** See `brief.ts`: how the agent is, in what a line needs. */
export const agentBrief = async (socket: string): Promise<AgentBrief | null> =>
  await (await import('./brief.ts')).agentBrief(socket);

/** See `api.ts`: a document of the agent's API. */
export const agentDocument = async (socket: string, request: Request): Promise<unknown> =>
  await (await import('./api.ts')).agentDocument(socket, request);

/** See `follow.ts`: the agent's news as they come. */
export const followAgent = async (
  socket: string,
  path: string,
  tell: (event: ServerEvent) => void,
  signal: AbortSignal,
): Promise<void> => await (await import('./follow.ts')).followAgent(socket, path, tell, signal);

import {
  agentPlace,
  agentSocket,
  type AnswerTo,
  askAgentStore,
  askReader,
  isAgentTrouble,
  type StoreQuestion,
} from '../agent/index.ts';
import { readStore, storePlace } from '../store/index.ts';
import type { Context } from './context.ts';

export interface Asked<Answer> {
  /** The store's file. */
  readonly path: string;
  readonly answer: Answer;
}

/**
 * The store's answer: through the agent where it runs and keeps this store, else from the file itself. It is the same
 * either way; the agent has it sooner, as nothing has to be loaded that reads the file.
 * @throws ReeveError as the store does
 */
export async function askStore<Question extends StoreQuestion>(
  context: Context,
  question: Question,
): Promise<Asked<AnswerTo<Question>>> {
  const place = storePlace();
  const through = await askAgent(context, [question]);
  const [first] = through ?? [];
  if (through !== null) return { path: place.path, answer: first as AnswerTo<Question> };
  const store = readStore(place);
  try {
    return { path: place.path, answer: askReader(store, question) as AnswerTo<Question> };
  } finally {
    store.close();
  }
}

/** The agent's answers; null where none runs, where it keeps another store, and where it does not answer as it should. */
export async function askAgent<Question extends StoreQuestion>(
  context: Context,
  questions: readonly Question[],
): Promise<readonly AnswerTo<Question>[] | null> {
  const socket = agentSocket(agentPlace(context.env));
  if (socket === null) return null;
  try {
    return await askAgentStore(socket, storePlace().path, questions);
  } catch (error) {
    if (!isAgentTrouble(error)) throw error;
    if (!error.gone) context.err(`reeve: the agent was left out: ${error.message}\n`);
    return null;
  }
}

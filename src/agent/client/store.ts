import { readAnswer } from '../../store/index.ts';
import { exchange } from './exchange.ts';
import { AgentTrouble } from './trouble.ts';
import type { AnswerTo, StoreQuestion } from './questions.ts';
import { ownerPath, ownerProtocol } from './wire.ts';

/** As long as anybody should wait for an agent that hangs: the store can be read without it. */
const patience = 1000;
const most = 32 * 1024 * 1024;

/**
 * The agent's answers, in the order of the questions; null where it keeps another store than this, or none: then the file
 * itself has them. All questions are of one kind, so that each answer has its type.
 * @throws AgentTrouble
 */
export async function askAgentStore<Question extends StoreQuestion>(
  socket: string,
  store: string,
  questions: readonly Question[],
): Promise<readonly AnswerTo<Question>[] | null> {
  const body = JSON.stringify({ protocol: ownerProtocol, store, questions });
  const { status, text } = await exchange(
    socket,
    { method: 'POST', path: ownerPath, body },
    { patience, most },
  );
  if (status !== 200) throw new AgentTrouble(`it refused (HTTP ${status})`);
  const reply = objectOf(text);
  if (reply === null) throw new AgentTrouble('its answer is no JSON');
  if (reply['protocol'] !== ownerProtocol) throw new AgentTrouble('it is of another version');
  if (reply['refused'] !== undefined) return null;
  return answersOf(questions, reply['answers']);
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

function answersOf<Question extends StoreQuestion>(
  questions: readonly Question[],
  values: unknown,
): readonly AnswerTo<Question>[] {
  if (!Array.isArray(values) || values.length !== questions.length) throw foreign();
  return questions.map(({ ask }, index) => {
    const answer = readAnswer(ask, values[index]);
    if (answer === undefined) throw foreign();
    return answer as AnswerTo<Question>;
  });
}

const foreign = (): AgentTrouble => new AgentTrouble('its answer is not what was asked for');

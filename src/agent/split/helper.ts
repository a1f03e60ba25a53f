import { closeSync } from 'node:fs';
import { fail, isReeveError } from '../../core/errors.ts';
import { Channel, endOf, endSoon, spawnUnprivileged } from '../../split/index.ts';
import { freeMemory } from '../../sys/free-memory.ts';
import type { Answer, FromHelper, Grant } from './answers.ts';
import { longestQuestion, mostQuestions } from './limits.ts';
import { Machine } from './machine.ts';
import { decodeFromAgent, type FromAgent, type Question } from './messages.ts';
import { removeOwnerSocket } from './owner-socket.ts';
import { descriptorsOf, type Plan } from './plan.ts';
import { restSmall } from './resting.ts';
import { stopSignals } from './signals.ts';

/** What the agent may take to put its things away. */
const patienceMs = 10_000;
/** By then the first looks are over, and what starting left behind can be given back. */
const settledAfterMs = 6000;

/**
 * The privileged process: starts the agent, answers its few questions, and ends with it.
 * @returns the agent's exit code
 */
export async function runHelper(plan: Plan): Promise<number> {
  const given = descriptorsOf(plan);
  const {
    child,
    channel: socket,
    descriptors,
  } = spawnUnprivileged({
    command: plan.command,
    identity: plan.identity,
    given,
    finished: false,
    unreadable: 'open',
  });
  // They are the agent's alone: with it they are gone.
  for (const fd of given) if (fd !== plan.lock) closeSync(fd);
  const ended = endOf(child);
  const signals = stopSignals();
  const forgetSocket = (): void => {
    if (plan.socket !== null) removeOwnerSocket(plan.socket);
  };
  const answering = new Answering(new Machine(child.pid === undefined ? [] : [child.pid]));
  const channel = new Channel<FromAgent, FromHelper>(socket, {
    decode: decodeFromAgent,
    onMessage: (message) => {
      if (message.type === 'stop') forgetSocket();
      else if (message.type !== 'ready') answering.take(message, channel);
    },
    // Whether it ended or went mad: without its channel it has to end.
    onEnd: () => endSoon(child, patienceMs),
    longest: longestQuestion,
  });
  const stop = async (): Promise<void> => {
    await signals.stopped;
    channel.send({ type: 'stop' });
    endSoon(child, patienceMs);
  };
  void stop();
  setTimeout(freeMemory, settledAfterMs).unref();
  try {
    channel.send(grantOf(plan, descriptors));
    restSmall();
    return await ended;
  } finally {
    signals.leave();
    channel.close();
    forgetSocket();
  }
}

/** Answers one question after the other; the next one when the agent has taken the answer to the last. */
class Answering {
  readonly #machine: Machine;
  #waiting = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  take(question: Question, channel: Channel<FromAgent, FromHelper>): void {
    if (++this.#waiting > mostQuestions) {
      channel.giveUp('the agent asked too much at once');
      return;
    }
    // Ending takes its time, and looks go on meanwhile.
    const turn = question.type === 'end' ? Promise.resolve() : this.#turn;
    const sent = this.#send(turn, question, channel);
    if (question.type !== 'end') this.#turn = sent;
  }

  async #send(
    turn: Promise<void>,
    question: Question,
    channel: Channel<FromAgent, FromHelper>,
  ): Promise<void> {
    await turn;
    const answer = await this.#answer(question);
    this.#waiting--;
    channel.send(answer);
    await channel.taken();
  }

  async #answer(question: Question): Promise<Answer> {
    const { id } = question;
    try {
      switch (question.type) {
        case 'look':
          return { type: 'looked', id, inspection: await this.#machine.look() };
        case 'lookAt': {
          const inspection = await this.#machine.lookAt(question.port, question.transport);
          return { type: 'lookedAt', id, inspection };
        }
        case 'end':
          return { type: 'ended', id, outcome: await this.#machine.end(question) };
      }
    } catch (error) {
      return failed(id, error);
    }
  }
}

function failed(id: number, thrown: unknown): Answer {
  const error = isReeveError(thrown)
    ? thrown
    : fail('INTERNAL', { asked: 'the privileged part of the agent', found: String(thrown) });
  const { asked, found, todo } = error.explanation;
  const short = (words: string): string => words.slice(0, 4000);
  return {
    type: 'failed',
    id,
    code: error.code,
    asked: short(asked),
    found: short(found),
    todo: todo === undefined ? null : short(todo),
  };
}

function grantOf(plan: Plan, descriptors: readonly number[]): Grant {
  let next = 0;
  const there = (): number => descriptors[next++] ?? -1;
  return {
    type: 'grant',
    captures: plan.captures.map((capture) => ({ ...capture, fd: there() })),
    captureRefused: plan.captureRefused,
    ownerSocket: plan.socket === null ? null : { fd: there(), path: plan.socket.path },
    ownerSocketRefused: plan.socketRefused,
    lock: plan.lock === null ? null : there(),
    files: plan.files.map(there),
    owner: plan.owner,
    helperPid: process.pid,
    lacking: plan.lacking,
  };
}

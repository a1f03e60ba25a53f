import { fail } from '../../core/errors.ts';
import {
  Channel,
  channelVariable,
  connectHelper,
  demandUnprivileged,
  Granting,
  noHelperOf,
} from '../../split/index.ts';
import type { Privileged } from '../privileged.ts';
import { type Answer, decodeFromHelper, type FromHelper, type Grant } from './answers.ts';
import { longestAnswer } from './limits.ts';
import type { FromAgent, Question } from './messages.ts';
import { peersOf } from './peers.ts';
import { stopSignals } from './signals.ts';

const patienceMs = 10_000;

/**
 * Joins the privileged process, and looks that no privilege is left in this one.
 * @throws ReeveError `INTERNAL` where there is nobody to join, or a privilege
 */
export async function joinHelper(fd: number): Promise<Privileged> {
  // What this process starts is no part of the agent.
  delete process.env[channelVariable];
  demandUnprivileged();
  const signals = stopSignals();
  const asking = new Asking();
  const granting = new Granting<Grant>(patienceMs, noHelper);
  const channel = new Channel<FromHelper, FromAgent>(connectHelper(fd, noHelper), {
    decode: decodeFromHelper,
    onMessage: (message) => {
      if (message.type === 'grant') granting.resolve(message);
      else if (message.type === 'stop') signals.stop('asked to stop');
      else asking.answered(message);
    },
    onEnd: (reason) => {
      granting.reject(reason);
      asking.end(reason);
      signals.stop(reason);
      endAnyway();
    },
    longest: longestAnswer,
  });
  const leave = (): void => {
    signals.leave();
    channel.send({ type: 'stop' });
    channel.close();
  };
  try {
    const { type: _, owner, ...granted } = await granting.promise;
    channel.send({ type: 'ready' });
    channel.unref();
    return {
      granted,
      look: async () => {
        const answer = await asking.ask((id) => channel.send({ type: 'look', id }));
        return expected(answer, 'looked').inspection;
      },
      lookAt: async (port, transport) => {
        const answer = await asking.ask((id) => channel.send({ type: 'lookAt', id, port, transport }));
        return expected(answer, 'lookedAt').inspection;
      },
      end: async ({ pid, startTicks, port, transport, force }) => {
        const question = { type: 'end', pid, startTicks, port, transport, force } as const;
        const answer = await asking.ask((id) => channel.send({ ...question, id } satisfies Question));
        return expected(answer, 'ended').outcome;
      },
      mayUse: peersOf(owner),
      stopped: signals.stopped,
      close: leave,
    };
  } catch (error) {
    leave();
    throw error;
  }
}

/** Whoever could make an end of this process is gone: should putting things away take too long, it does so itself. */
function endAnyway(): void {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), patienceMs).unref();
}

/** Questions that wait for their answers. */
class Asking {
  readonly #waiting = new Map<number, (answer: Answer | string) => void>();
  #next = 1;
  #ended: string | null = null;

  ask(send: (id: number) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) {
        reject(gone(this.#ended));
        return;
      }
      const id = this.#next++;
      this.#waiting.set(id, (answer) => {
        if (typeof answer === 'string') reject(gone(answer));
        else if (answer.type === 'failed') reject(failure(answer));
        else resolve(answer);
      });
      send(id);
    });
  }

  answered(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    waiting?.(answer);
  }

  end(reason: string): void {
    this.#ended = reason;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const waiting of all) waiting(reason);
  }
}

function expected<Type extends Answer['type']>(answer: Answer, type: Type): Extract<Answer, { type: Type }> {
  if (answer.type !== type) throw gone(`it answered ${answer.type} where ${type} was asked`);
  return answer as Extract<Answer, { type: Type }>;
}

const failure = ({ code, asked, found, todo }: Extract<Answer, { type: 'failed' }>) =>
  fail(code, { asked, found, ...(todo === null ? {} : { todo }) });

const gone = (found: string) => fail('INTERNAL', { asked: 'the privileged part of the agent', found });

const noHelper = noHelperOf('agent', 'up');

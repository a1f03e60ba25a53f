import { StringDecoder } from 'node:string_decoder';
import { converse } from './exchange.ts';
import { EventStream, type ServerEvent } from './event-stream.ts';
import { ResponseReader } from './response.ts';
import { AgentTrouble } from './trouble.ts';

/** The agent says something at least every half a minute, if only that it is there. */
const longestSilence = 90_000;

/**
 * The agent's news as they come, until `signal` ends it.
 * @throws AgentTrouble where the agent ends it, or hangs
 */
export function followAgent(
  socket: string,
  path: string,
  tell: (event: ServerEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const text = new StringDecoder('utf8');
    const events = new EventStream(tell);
    const reader = new ResponseReader((bytes) => {
      if (reader.status !== 200) throw new Error(`it refused (HTTP ${reader.status})`);
      alive.refresh();
      events.push(text.write(bytes));
    });
    const end = converse(socket, { method: 'GET', path }, reader, (trouble) => {
      clearTimeout(alive);
      signal.removeEventListener('abort', abort);
      if (signal.aborted) resolve();
      else reject(trouble ?? new AgentTrouble('it ended'));
    });
    const abort = (): void => end(null);
    const alive = setTimeout(() => end(new AgentTrouble('it says nothing any more')), longestSilence);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

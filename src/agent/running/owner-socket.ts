import { createServer } from 'node:net';
import type { WebOptions } from '../../web/index.ts';
import { ownerProtocol } from '../client/wire.ts';
import type { Keeper } from '../keeping/keeper.ts';
import type { Privileged } from '../privileged.ts';

type Answers = ReturnType<typeof import('../client/owner.ts').ownerAnswers>;

/** The owner's unix socket, if there is one. What reads the command line's questions is loaded when somebody comes. */
export function ownerSocketOf(privileged: Privileged, keeper: Keeper): WebOptions['ownerSocket'] {
  const { ownerSocket } = privileged.granted;
  if (ownerSocket === null) return null;
  const server = createServer();
  let answers: Answers | null = null;
  const load = async (): Promise<void> => {
    const { ownerAnswers } = await import('../client/owner.ts');
    answers = ownerAnswers(() =>
      keeper.reader === null ? null : { reader: keeper.reader, path: keeper.path },
    );
  };
  server.once('connection', () => void load());
  server.listen({ fd: ownerSocket.fd });
  // Whoever is quicker than the loading is refused, and reads the file himself.
  const store = (question: string): string =>
    answers?.(question) ?? JSON.stringify({ protocol: ownerProtocol, refused: 'failed' });
  return { server, mayUse: (descriptor) => privileged.mayUse(descriptor), store };
}

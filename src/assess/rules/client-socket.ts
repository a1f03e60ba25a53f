import { plausible, type Rule } from './rule.ts';

/** An unconnected UDP socket receives from anybody, so it looks like a service; mostly it waits for answers. */
export const clientSocket: Rule = {
  name: 'client-socket',
  text: 'A UDP socket on a passing port, for the answers to its own questions.',
  judge({ client, listener, where }) {
    if (!client) return null;
    const evidence = {
      port: listener.port,
      peer: listener.peer === null ? null : `${listener.peer.address} ${listener.peer.port}`,
    };
    if (listener.peer !== null)
      return plausible(`${where} is connected to one peer and hears nobody else.`, evidence);
    return plausible(
      `${where} is a passing port, such as programs use for the answers to their own questions.`,
      evidence,
    );
  },
};

const brand: unique symbol = Symbol.for('portreeve.agent-trouble') as never;

/** The agent did not answer, or not as it should; the message says what it did, as the rest of a sentence about it. */
export class AgentTrouble extends Error {
  readonly [brand] = true;
  /** Nobody is behind the socket: it was left by an agent that was killed. */
  readonly gone: boolean;

  constructor(message: string, gone = false) {
    super(message);
    this.gone = gone;
  }
}

/** The build puts the class into several files, so it is known by its brand. */
export const isAgentTrouble = (value: unknown): value is AgentTrouble =>
  typeof value === 'object' && value !== null && brand in value;

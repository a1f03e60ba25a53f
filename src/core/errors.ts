/**
 * The catalogue of what can go wrong, each with the exit code it ends the command with.
 * `docs/errors.md` explains every code; a test compares the two both ways.
 */
export const errorCatalogue = {
  PORT_INVALID: 4,
  TRANSPORT_INVALID: 4,
  USAGE: 4,
  FILE_UNREADABLE: 4,
  FOLDER_FOREIGN: 4,
  FOLDER_UNWRITABLE: 5,
  INPUT_UNRECOGNISED: 4,
  POLICY_INVALID: 4,
  POLICY_TOO_LARGE: 4,
  POLICY_EXISTS: 4,
  DOSSIER_INVALID: 5,
  REGISTRY_SOURCE_UNREACHABLE: 5,
  REGISTRY_SOURCE_INVALID: 4,
  REGISTRY_SOURCE_TOO_LARGE: 4,
  REGISTRY_DAMAGED: 5,
  STORE_ABSENT: 2,
  STORE_DAMAGED: 5,
  STORE_NEWER: 5,
  STORE_FAILED: 5,
  EVENT_UNKNOWN: 2,
  AGENT_ABSENT: 2,
  AGENT_FAILED: 5,
  AGENT_RUNNING: 5,
  ADDRESS_TAKEN: 5,
  NOT_PERMITTED: 3,
  NO_FREE_PORT: 2,
  HOLDER_PROTECTED: 4,
  HOLDER_CHANGED: 5,
  HOLDER_REMAINS: 5,
  NEEDS_CONFIRMATION: 4,
  LISTEN_UNPROTECTED: 4,
  LISTEN_FAILED: 5,
  REQUEST_INVALID: 4,
  REQUEST_TOO_LARGE: 4,
  METHOD_REFUSED: 4,
  PAGE_UNKNOWN: 2,
  HOST_REFUSED: 4,
  ORIGIN_REFUSED: 3,
  SIGN_IN_NEEDED: 3,
  OPERATOR_NEEDED: 3,
  TOO_MANY: 5,
  PLATFORM_UNSUPPORTED: 5,
  COMMAND_FAILED: 5,
  KERNEL_REFUSED: 5,
  SYSTEM_CALL_FAILED: 5,
  MESSAGE_MALFORMED: 5,
  INTERNAL: 5,
} as const satisfies Record<string, ExitCode>;

export type ErrorCode = keyof typeof errorCatalogue;
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5;

/** What was asked, what was found, what to do: each a phrase without a full stop. */
export interface Explanation {
  readonly asked: string;
  readonly found: string;
  readonly todo?: string;
}

const brand: unique symbol = Symbol.for('portreeve.error') as never;

export class ReeveError extends Error {
  override readonly name = 'ReeveError';
  readonly code: ErrorCode;
  readonly explanation: Explanation;
  readonly [brand] = true;

  constructor(code: ErrorCode, explanation: Explanation, options?: ErrorOptions) {
    const { asked, found, todo } = explanation;
    super(`${askedText(asked)}: ${found}.${todo === undefined ? '' : ` ${todo}.`}`, options);
    this.code = code;
    this.explanation = explanation;
  }

  get exitCode(): ExitCode {
    return errorCatalogue[this.code];
  }
}

/** `Asked for the port 70000`, `Asked to start the agent`. */
export const askedText = (asked: string): string =>
  asked.startsWith('to ') ? `Asked ${asked}` : `Asked for ${asked}`;

/** Makes the error of a code; `throw fail(...)` reads as what it does. */
export const fail = (code: ErrorCode, explanation: Explanation, cause?: unknown): ReeveError =>
  new ReeveError(code, explanation, cause === undefined ? undefined : { cause });

export const isReeveError = (value: unknown): value is ReeveError =>
  typeof value === 'object' && value !== null && brand in value;

import { type ErrorCode, type Explanation, fail, isReeveError, type ReeveError } from '../../core/errors.ts';

interface Reply {
  /** Where the code alone does not say which one. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is not answered as it was asked, with the status that tells so. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly error: ReeveError;

  constructor(error: ReeveError, { status = statusOf(error.code), headers = {} }: Reply = {}) {
    super(error.message, { cause: error });
    this.error = error;
    this.status = status;
    this.headers = headers;
  }
}

export const refuse = (code: ErrorCode, explanation: Explanation, reply: Reply = {}): Refusal =>
  new Refusal(fail(code, explanation), reply);

const statuses: Partial<Record<ErrorCode, number>> = {
  METHOD_REFUSED: 405,
  REQUEST_TOO_LARGE: 413,
  HOST_REFUSED: 421,
  ORIGIN_REFUSED: 403,
  OPERATOR_NEEDED: 403,
  NOT_PERMITTED: 403,
  HOLDER_PROTECTED: 403,
  HOLDER_CHANGED: 409,
  SIGN_IN_NEEDED: 401,
  TOO_MANY: 429,
  STORE_ABSENT: 503,
  STORE_DAMAGED: 503,
  STORE_NEWER: 503,
  STORE_FAILED: 503,
  AGENT_FAILED: 503,
};

/** Bad input is 400, what there is not 404, and the rest a fault. */
const byExit = { 0: 500, 1: 500, 2: 404, 3: 503, 4: 400, 5: 500 } as const;

const statusOf = (code: ErrorCode): number => statuses[code] ?? byExit[fail(code, nothing).exitCode];
const nothing: Explanation = { asked: '', found: '' };

/** What was thrown while a request was answered; what nobody meant to throw tells the visitor nothing. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (isReeveError(thrown)) return new Refusal(thrown);
  return refuse('INTERNAL', {
    asked: 'this page',
    found: 'the agent failed to make it, and its log says why',
  });
}

export const unknownPage = (path: string): Refusal =>
  refuse('PAGE_UNKNOWN', {
    asked: JSON.stringify(path.slice(0, 80)),
    found: 'there is nothing at this address',
    todo: 'Search by number or name, or begin at the map',
  });

export const wrongMethod = (method: string, allow: string): Refusal =>
  refuse(
    'METHOD_REFUSED',
    {
      asked: `the method ${JSON.stringify(method.slice(0, 20))}`,
      found: `this address takes ${allow} only`,
    },
    { headers: { allow } },
  );

/** Whether a value is what it has to be. Written by hand, as the privileged process loads no validator. */
export type Check<T> = (value: unknown) => value is T;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const anyOf =
  <const T extends string>(...names: readonly T[]): Check<T> =>
  (value): value is T =>
    (names as readonly unknown[]).includes(value);

export const text =
  (longest = 4096): Check<string> =>
  (value): value is string =>
    typeof value === 'string' && value.length <= longest;

export const whole =
  (least = 0, most = Number.MAX_SAFE_INTEGER): Check<number> =>
  (value): value is number =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

export const truth: Check<boolean> = (value) => typeof value === 'boolean';

export const nothing: Check<null> = (value) => value === null;

export const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value): value is T | null =>
    value === null || check(value);

/** For an optional field: JSON has no undefined, so it is not there then. */
export const orAbsent =
  <T>(check: Check<T>): Check<T> =>
  (value): value is T =>
    value === undefined || check(value);

export const listOf =
  <T>(check: Check<T>, most = 1 << 20): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= most && value.every(check);

/** Every field of the type has to be named, and nothing else may be there. */
export const record = <T extends object>(
  fields: { readonly [Name in keyof T]-?: Check<T[Name]> },
): Check<T> => {
  const checks = Object.entries<Check<unknown>>(fields as never);
  const known = new Set(Object.keys(fields));
  return (value): value is T =>
    isFields(value) &&
    checks.every(([name, check]) => check(value[name])) &&
    Object.keys(value).every((name) => known.has(name));
};

export const either =
  <A, B>(first: Check<A>, second: Check<B>): Check<A | B> =>
  (value): value is A | B =>
    first(value) || second(value);

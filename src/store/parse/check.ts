/*
 * Readers of values that come back from the file: whoever can write it can write anything. They give the value as what
 * it should be, or throw `Foreign`, which `read` turns into null.
 */

class Foreign extends Error {}

const foreign = (): Foreign => new Foreign('a row is not as it was written');

export type Reader<T> = (value: unknown) => T;

export const text: Reader<string> = (value) => {
  if (typeof value === 'string') return value;
  throw foreign();
};

export const finite: Reader<number> = (value) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw foreign();
};

export const whole: Reader<number> = (value) => {
  if (Number.isSafeInteger(value)) return value as number;
  throw foreign();
};

export const count: Reader<number> = (value) => {
  const number = whole(value);
  if (number >= 0) return number;
  throw foreign();
};

export const flag: Reader<boolean> = (value) => {
  if (typeof value === 'boolean') return value;
  throw foreign();
};

export const portNumber: Reader<number> = (value) => {
  const number = count(value);
  if (number <= 65_535) return number;
  throw foreign();
};

/** Null, or left out, where it was unknown. */
export const orNull =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (value) =>
    value === null || value === undefined ? null : reader(value);

export const oneOf =
  <T extends string>(words: readonly T[]): Reader<T> =>
  (value) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    throw foreign();
  };

export const list =
  <T>(reader: Reader<T>): Reader<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) throw foreign();
    return value.map((one: unknown) => reader(one));
  };

export const object =
  <T extends object>(fields: { readonly [K in keyof T]: Reader<T[K]> }): Reader<T> =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw foreign();
    const given = value as Readonly<Record<string, unknown>>;
    const entries = Object.entries<Reader<unknown>>(fields);
    return Object.fromEntries(entries.map(([name, reader]) => [name, reader(given[name])])) as T;
  };

export const json: Reader<unknown> = (value) => {
  try {
    return JSON.parse(text(value));
  } catch {
    throw foreign();
  }
};

/** The value, or null where it is not what it should be. */
export function read<T>(reader: Reader<T>, value: unknown): T | null {
  try {
    return reader(value);
  } catch (error) {
    if (error instanceof Foreign) return null;
    throw error;
  }
}

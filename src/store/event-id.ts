/** An event's number as people type it: `e12`. */
export const formatEventId = (id: number): string => `e${id}`;

/** Null for what is no such name. */
export function parseEventId(text: string): number | null {
  const digits = /^e?([1-9][0-9]{0,14})$/i.exec(text.trim())?.[1];
  return digits === undefined ? null : Number(digits);
}

/** A listener change's number: `c12`. */
export const formatChangeId = (id: number): string => `c${id}`;

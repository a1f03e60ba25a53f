import type { Unit } from '../../listener.ts';

export type UnitType = Unit['type'];

// What systemd.unit(5) allows: these characters, at most 255 of them, a known suffix; `@` cannot come first.
const shape = /^[A-Za-z0-9:_.\\-][A-Za-z0-9:_.\\@-]*\.(service|socket|scope|slice|timer|mount|swap)$/;

/** The type a unit's name ends with, or null where the text is no name of a unit that can hold processes. */
export function unitTypeOf(name: string): UnitType | null {
  if (name.length > 255) return null;
  return (shape.exec(name)?.[1] as UnitType | undefined) ?? null;
}

/** The unit a directory of the cgroup tree stands for: systemd puts one `_` before names that would clash. */
export const unitOfDirectory = (name: string): string => (name.startsWith('_') ? name.slice(1) : name);

/** `foo\x2dbar` to `foo-bar`, as systemd-escape(1) --unescape does for the parts of a name. */
export const unescapeUnit = (text: string): string =>
  text.replace(/(?:\\x[0-9a-fA-F]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('\\x', ''), 'hex').toString('utf8'),
  );

/**
 * A text as a YAML scalar: plain where that is safe, else in double quotes with every character outside printable
 * ASCII escaped (YAML 1.2.2, 5.7), so that neither a parser nor a terminal is surprised by a file name.
 */
export function scalar(text: string): string {
  return isPlain(text) ? text : `"${Array.from(text, escaped).join('')}"`;
}

/** Safe as it stands: begins like a path or a name and is no number, truth value, null or date. */
const isPlain = (text: string): boolean =>
  /^[A-Za-z/][A-Za-z0-9/._@+*-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return character;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x1_0000
    ? `\\u${code.toString(16).padStart(4, '0')}`
    : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** A text inside a comment, on one line whatever it holds. */
export const comment = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);

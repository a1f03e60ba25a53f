import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { fail } from '../../core/errors.ts';
import { cut, harmless } from '../../core/text.ts';
import { type Fault, offsetOf, shapeFaults, shown } from './faults.ts';
import { policyFile } from './file.ts';
import { type Policy, policySizeLimit } from './policy.ts';
import { toPolicy } from './to-policy.ts';

const mostTold = 5;
const mostAliases = 100;

/**
 * Reads a policy.
 * @param text the file, as UTF-8 text
 * @param name how messages call the file
 * @throws ReeveError `POLICY_TOO_LARGE`; `POLICY_INVALID` with line, column and what was expected, for each fault
 */
export function parsePolicy(text: string, name: string): Policy {
  refuseTooLarge(text.length, name);
  const lines = new LineCounter();
  const document = read(text, lines);
  const faults = syntaxFaults(document);
  if (faults.length > 0) throw invalid(name, faults, lines);
  const doubles = duplicateKeys(document);
  if (doubles.length > 0) throw invalid(name, doubles, lines);
  const data = toData(document, lines, name);
  const result = policyFile.safeParse(data, { reportInput: true });
  if (!result.success) throw invalid(name, shapeFaults(result.error.issues, document), lines);
  return toPolicy(result.data, name, (path) => lines.linePos(offsetOf(document, path)).line);
}

/** For who reads the file: its size tells before it is in memory. */
export function refuseTooLarge(size: number, name: string): void {
  if (size <= policySizeLimit) return;
  throw fail('POLICY_TOO_LARGE', {
    asked: `the policy ${name}`,
    found: `it has ${size.toLocaleString('en-GB')} bytes, and a policy may have ${policySizeLimit.toLocaleString('en-GB')}`,
    todo: 'Check that this is the right file',
  });
}

/**
 * The library limits nesting by itself. Its own search for duplicate keys compares each key with every other: a file
 * of keys alone would take minutes, so `duplicateKeys` does that work.
 */
function read(text: string, lineCounter: LineCounter): Document {
  return parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
    stringKeys: true,
  });
}

const syntaxFaults = ({ errors, warnings }: Document): readonly Fault[] =>
  [...errors, ...warnings].map(({ pos, code, message }) => ({
    at: pos[0],
    text: Object.hasOwn(plainWords, code) ? (plainWords[code] ?? message) : message.replace(/\s+/g, ' '),
  }));

function duplicateKeys(document: Document): readonly Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value))
          faults.push({
            at: key.range?.[0] ?? 0,
            text: `expected each key once, found ${shown(key.value)} again`,
          });
        seen.add(key.value);
      }
    },
  });
  return faults;
}

const plainWords: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'expected one document, found a second one',
  TAB_AS_INDENT: 'expected spaces at the beginning of the line, found a tab',
  RESOURCE_EXHAUSTION: 'expected fewer brackets and levels within each other',
  NON_STRING_KEY: 'expected a word as the key',
};

function toData(document: Document, lines: LineCounter, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'it cannot be read';
    throw invalid(name, [{ at: 0, text: `expected few aliases, and each after its anchor (${why})` }], lines);
  }
}

function invalid(name: string, faults: readonly Fault[], lines: LineCounter): Error {
  const told = faults
    .toSorted((a, b) => a.at - b.at)
    .slice(0, mostTold)
    .map(({ at, text }) => {
      const { line, col } = lines.linePos(at);
      return `line ${Math.max(1, line)}, column ${Math.max(1, col)}: ${harmless(cut(text, 300))}`;
    });
  const more = faults.length > mostTold ? `; and ${faults.length - mostTold} more` : '';
  return fail('POLICY_INVALID', {
    asked: `the policy ${name}`,
    found: `${told.join('; ')}${more}`,
    todo: 'Correct it, or write a new one with reeve learn',
  });
}

import { harmless } from '../../core/text.ts';
import type { SeenCount, Visibility } from '../../core/visibility.ts';
import type { Paint } from './style.ts';
import { counted, paragraph, thousands } from './text.ts';

const seen = ({ seen: count, hidden }: SeenCount, what: string): string | null => {
  if (count === null) return null;
  const missed =
    hidden === null
      ? ' (how many are hidden cannot be known)'
      : hidden > 0
        ? ` (${thousands(hidden)} hidden)`
        : '';
  return counted(count, what, what.endsWith('s') ? `${what}es` : `${what}s`) + missed;
};

/** What was looked at and what could not be: one dim line, then a line for each thing that was not seen. */
export function ledger(
  { processes, namespaces, method, complete, notes }: Visibility,
  room: number,
  paint: Paint,
): string {
  const parts = [seen(processes, 'process'), seen(namespaces, 'network namespace')].filter(
    (part) => part !== null,
  );
  const how = method === 'none' ? '' : `, owners by ${method}`;
  const what = `${parts.length === 0 ? 'nothing could be counted' : parts.join(', ')}${how}`;
  const hidden = processes.hidden !== 0 && processes.seen !== null;
  const summary = paragraph(
    complete ? sound(what, hidden, processes) : `Not everything was visible: ${what}.`,
    room,
    '',
  );
  // Where nothing depends on it, what was hidden is said in the one line.
  const rest = complete ? [] : notes.map((note) => paragraph(harmless(note), room, '  ', '- '));
  return [complete ? paint.dim(summary) : paint.yellow(summary), ...rest.map((text) => paint.dim(text))].join(
    '\n',
  );
}

/** Where nobody listens there is no holder to look for: then only the namespaces were looked at. */
const sound = (what: string, hidden: boolean, processes: SeenCount): string => {
  if (processes.seen === null) return `Every network namespace was visible: ${what}.`;
  return hidden
    ? `Seen: ${what}. Nothing in this answer depends on what was hidden.`
    : `The whole machine was visible: ${what}.`;
};

import { adopt } from './adopt.ts';

/** What a look again found: rows that are new here, and rows that are there no more. */
export interface Difference {
  readonly added: readonly HTMLElement[];
  readonly gone: readonly HTMLElement[];
}

export interface RowOptions {
  /** A word for a row that is new and for one that is gone; without the latter it just vanishes. */
  readonly newWord: string;
  readonly goneWord: string | null;
  readonly goneForMs: number;
}

const keyOf = (row: HTMLElement): string => row.dataset['key'] ?? '';
const rowsOf = (body: ParentNode): HTMLElement[] => [
  ...body.querySelectorAll<HTMLElement>(':scope > [data-key]'),
];

/** What a script changes by itself: times, marks, what is unfolded, buttons that work now. */
const passing =
  /<time[^>]*>[^<]*<\/time>|<span class="mark-word">[^<]*<\/span>|(?<=<details) open=""|(?<=<button[^>]*) hidden=""/g;

const told = (row: HTMLElement): string => row.innerHTML.replaceAll(passing, '');

/**
 * Makes the rows of `body` those of `fresh`, in its order: what stays the same is left alone (focus, selection and what
 * is unfolded stay), what is new is marked, what is gone is struck through for a while where it stood.
 */
export function reconcile(body: HTMLElement, fresh: ParentNode, options: RowOptions): Difference {
  const before = new Map<string, HTMLElement>();
  for (const row of rowsOf(body)) {
    // What comes back within the while is new once more.
    if (
      'gone' in row.dataset &&
      fresh.querySelector(`:scope > [data-key="${CSS.escape(keyOf(row))}"]`) !== null
    )
      row.remove();
    else before.set(keyOf(row), row);
  }
  const added: HTMLElement[] = [];
  const present = new Set<string>();
  let place: Element | null = body.firstElementChild;
  const next = (): void => {
    // What is struck through keeps its place among those that stay.
    while (place instanceof HTMLElement && 'gone' in place.dataset) place = place.nextElementSibling;
  };
  for (const row of rowsOf(fresh)) {
    const key = keyOf(row);
    present.add(key);
    const known = before.get(key);
    const shown = known === undefined ? marked(row, options.newWord) : renewed(known, row);
    if (known === undefined) added.push(shown);
    // Its place is taken by what it was renewed with.
    else if (place === known) place = shown;
    next();
    if (shown === place) place = place.nextElementSibling;
    else body.insertBefore(shown, place);
  }
  const gone = [...before.values()].filter((row) => !present.has(keyOf(row)) && !('gone' in row.dataset));
  for (const row of gone) leave(row, options);
  return { added, gone };
}

function marked(row: HTMLElement, word: string): HTMLElement {
  const made = adopt(row);
  made.dataset['new'] = '';
  addWord(made, word);
  return made;
}

function addWord(row: HTMLElement, word: string): void {
  const mark = document.createElement('span');
  mark.className = 'mark-word';
  mark.textContent = word;
  (row.firstElementChild ?? row).prepend(mark);
}

/** The row as it was where it says the same; else with the new content, and unfolded where it was. */
function renewed(known: HTMLElement, row: HTMLElement): HTMLElement {
  if (told(known) === told(row)) return known;
  const open = known.querySelector('details')?.open === true;
  const made = adopt(row);
  const details = made.querySelector('details');
  if (open && details !== null) details.open = true;
  known.replaceWith(made);
  return made;
}

function leave(row: HTMLElement, { goneWord, goneForMs }: RowOptions): void {
  if (goneWord === null) {
    row.remove();
    return;
  }
  delete row.dataset['new'];
  row.querySelector('.mark-word')?.remove();
  row.dataset['gone'] = '';
  addWord(row, goneWord);
  setTimeout(() => row.remove(), goneForMs);
}

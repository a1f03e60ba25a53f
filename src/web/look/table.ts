import { type Html, html, nothing } from '../html.ts';

type Cell = string | number | Html;

interface Column {
  readonly text: Cell;
  /** Set at the end of the line, in figures of one width. */
  readonly numeric?: boolean;
}

interface TableSpec {
  readonly caption: string;
  /** The caption is only said, because a title stands above. */
  readonly captionHidden?: boolean;
  readonly head: readonly (string | Column)[];
  /** The first cell of each row names it. */
  readonly rows: readonly (readonly Cell[])[];
  readonly id?: string;
}

/** A table of its own scrolling box, so that a narrow screen scrolls it and not the page. */
export function dataTable({ caption, captionHidden, head, rows, id }: TableSpec): Html {
  const columns = head.map((column): Column => (typeof column === 'string' ? { text: column } : column));
  const kind = (index: number): Html => (columns[index]?.numeric === true ? html` class="number"` : nothing);
  const cell = (value: Cell, index: number): Html =>
    index === 0 ? html`<th scope="row"${kind(0)}>${value}</th>` : html`<td${kind(index)}>${value}</td>`;
  const anchor = id === undefined ? nothing : html` id="${id}"`;
  return html`<div class="table" role="region" aria-label="${caption}" tabindex="0"><table${anchor}><caption${captionHidden === true ? html` class="unseen"` : nothing}>${caption}</caption><thead><tr>${columns.map(({ text }, index) => html`<th scope="col"${kind(index)}>${text}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table></div>`;
}

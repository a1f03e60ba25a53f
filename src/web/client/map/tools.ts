import { combobox } from '../suggest/index.ts';
import type { Board } from './board.ts';
import type { Choice } from './choice.ts';
import { ledTo } from './keys.ts';
import type { MapElements } from './page.ts';
import type { Stage } from './stage.ts';
import { cellOf, type Order } from './geometry.ts';
import { centre, cornerOf, nextCell, type Point, whole, zoomed } from './view.ts';

interface ToolParts {
  readonly page: MapElements;
  readonly stage: Stage;
  readonly board: Board;
  readonly choice: Choice;
  /** The picture goes on after a pause. */
  readonly resumed: () => void;
}

/** Keys and buttons. */
export function heedTools(parts: ToolParts): void {
  for (const part of parts.page.tools) part.hidden = false;
  heedKeys(parts);
  heedSwitches(parts);
  heedZoom(parts);
  heedPause(parts);
  heedJump(parts);
  parts.choice.readAddress();
  showSwitches(parts);
}

function zoom({ stage, board }: ToolParts, direction: 1 | -1 | 0): void {
  if (direction === 0) stage.view = whole(stage.view.size);
  else {
    const cell = nextCell(stage.view.cell, direction);
    stage.view = zoomed(stage.view, cell, stage.largest, focusOf(stage, board));
  }
  board.draw();
}

/** Around the chosen port where there is one. */
function focusOf({ view }: Stage, { selected, order }: Board): Point {
  if (selected === null) return centre(view);
  const corner = cornerOf(view, cellOf(selected, order));
  return { x: corner.x + view.cell / 2, y: corner.y + view.cell / 2 };
}

function heedKeys(parts: ToolParts): void {
  const { page, board, choice } = parts;
  page.canvas.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey) return;
    const { key, ctrlKey } = event;
    const next = ledTo(key, ctrlKey, board.selected ?? 0, board.order);
    if (next !== null) choice.select(board.selected === null && key.startsWith('Arrow') ? 0 : next);
    else if (ctrlKey) return;
    else if (key === 'Enter') choice.open();
    else if (key === 'Escape') escape(parts);
    else if (key === '+' || key === '=') zoom(parts, 1);
    else if (key === '-') zoom(parts, -1);
    else if (key === '0') zoom(parts, 0);
    else if (key === '/') jumpField(parts)?.focus();
    else return;
    event.preventDefault();
  });
  // Where the picture is come to by key, something has to be chosen to be seen.
  page.canvas.addEventListener('focus', () => {
    if (board.selected === null && page.canvas.matches(':focus-visible')) choice.select(0);
    choice.place();
  });
  page.canvas.addEventListener('blur', () => choice.place());
}

function escape({ board, choice, stage }: ToolParts): void {
  if (board.selected !== null) choice.select(null);
  else stage.view = whole(stage.view.size);
  board.draw();
}

function heedSwitches(parts: ToolParts): void {
  const { page, board, choice, stage } = parts;
  page.root.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.name === 'map-transport') board.transport = target.value === 'udp' ? 'udp' : 'tcp';
    else if (target.name === 'map-order') {
      board.order = (target.value === 'hilbert' ? 'hilbert' : 'rows') satisfies Order;
      stage.view = whole(stage.view.size);
    } else return;
    board.clearGlows();
    board.hovered = null;
    board.renew();
    if (board.selected === null) choice.renew();
    else choice.select(board.selected);
  });
  addEventListener('hashchange', () => showSwitches(parts));
}

function showSwitches({ page, board }: ToolParts): void {
  for (const input of page.root.querySelectorAll<HTMLInputElement>('input[type="radio"]')) {
    input.checked = input.value === board.transport || input.value === board.order;
  }
}

function heedZoom(parts: ToolParts): void {
  parts.page.root.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-zoom]') : null;
    if (button === null) return;
    const by = button.dataset['zoom'];
    zoom(parts, by === 'in' ? 1 : by === 'out' ? -1 : 0);
  });
}

function heedPause({ page, board, resumed }: ToolParts): void {
  const { pause } = page;
  pause?.addEventListener('click', () => {
    board.paused = !board.paused;
    pause.setAttribute('aria-pressed', String(board.paused));
    board.clearGlows();
    board.draw();
    if (!board.paused) resumed();
  });
}

const jumpField = ({ page }: ToolParts): HTMLInputElement | null => page.jump.querySelector('input');

function heedJump(parts: ToolParts): void {
  const { page, choice } = parts;
  const input = jumpField(parts);
  const list = page.jump.querySelector<HTMLElement>('[role="listbox"]');
  if (input === null) return;
  const go = (port: number): void => {
    input.value = '';
    page.canvas.focus();
    choice.select(port);
  };
  const { find, none = '', some = '' } = page.jump.dataset;
  const suggested =
    find === undefined || list === null
      ? null
      : combobox({
          input,
          list,
          status: page.jump.querySelector<HTMLElement>('[role="status"]'),
          url: find,
          texts: { none, some },
          choose: go,
        });
  page.jump.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.trim();
    const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (port <= 65_535) go(port);
    else suggested?.takeFirst();
  });
  input.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') page.canvas.focus();
  });
}

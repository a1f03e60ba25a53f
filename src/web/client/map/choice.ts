import type { MapTransport } from '../../map/layout.ts';
import type { Texts } from '../texts.ts';
import type { Announcer } from './announcer.ts';
import type { Board } from './board.ts';
import { cellOf, portAt } from './geometry.ts';
import { readHash, writeHash } from './hash.ts';
import type { MapModel } from './model.ts';
import type { Names } from './names.ts';
import type { MapElements } from './page.ts';
import { Panel } from './panel.ts';
import type { Stage } from './stage.ts';
import { Tip } from './tip.ts';
import { spoken, tell } from './told.ts';
import { cellUnder, cornerOf, type Point, showing } from './view.ts';

interface ChoiceParts {
  readonly page: MapElements;
  readonly stage: Stage;
  readonly board: Board;
  readonly model: MapModel;
  readonly names: Names;
  readonly texts: Texts;
  readonly announcer: Announcer;
}

/** Which port is chosen and which is pointed at, what is said of them, and the address that keeps the choice. */
export class Choice {
  readonly #parts: ChoiceParts;
  readonly #tip: Tip;
  readonly #panel: Panel;

  constructor(parts: ChoiceParts) {
    this.#parts = parts;
    this.#tip = new Tip(parts.page.tip);
    this.#panel = new Panel(parts.page.panel);
    addEventListener('hashchange', () => this.readAddress());
  }

  url(port: number, transport: MapTransport): string {
    const { port: plain = '', portUdp = '' } = this.#parts.page.root.dataset;
    return (transport === 'udp' ? portUdp : plain).replace('PORT', String(port));
  }

  readAddress(): void {
    const wanted = readHash(location.hash);
    if (wanted === null) return;
    const { board } = this.#parts;
    if (board.transport !== wanted.transport) {
      board.transport = wanted.transport;
      board.clearGlows();
      board.renew();
    }
    this.select(wanted.port);
  }

  select(port: number | null): void {
    const { board, stage, announcer } = this.#parts;
    board.selected = port;
    if (port === null) {
      history.replaceState(null, '', location.pathname + location.search);
    } else {
      history.replaceState(null, '', writeHash({ port, transport: board.transport }));
      stage.view = showing(stage.view, cellOf(port, board.order));
      announcer.say(() => spoken(this.#told(port)));
    }
    this.renew();
    board.draw();
  }

  hover(point: Point | null): void {
    const { board, stage } = this.#parts;
    const port = point === null ? null : portAt(cellUnder(stage.view, point), board.order);
    if (port === board.hovered) return;
    board.hovered = port;
    board.draw();
  }

  /** A mouse has seen what is there before it presses; a finger sees it first, and opens it by pressing again. */
  press(point: Point, touch: boolean): void {
    const { board, stage } = this.#parts;
    const port = portAt(cellUnder(stage.view, point), board.order);
    if (port === null) return;
    const known = port === board.selected;
    this.select(port);
    if (!touch || known) this.open();
  }

  open(): void {
    const { board } = this.#parts;
    if (board.selected !== null) location.assign(this.url(board.selected, board.transport));
  }

  /** What is said is said anew: something may have changed. */
  renew(): void {
    const { board, texts } = this.#parts;
    if (board.selected === null) this.#panel.clear();
    else {
      this.#panel.show(
        this.#told(board.selected),
        this.url(board.selected, board.transport),
        texts('open', { port: String(board.selected) }),
      );
    }
    this.place();
  }

  /** The tip goes with its cell. */
  place(): void {
    const { board, stage, page } = this.#parts;
    const focused = document.activeElement === page.canvas && page.canvas.matches(':focus-visible');
    const port = board.hovered ?? (focused ? board.selected : null);
    if (port === null) return this.#tip.hide();
    const corner = cornerOf(stage.view, cellOf(port, board.order));
    const { density, view } = stage;
    const { offsetLeft, offsetTop } = page.canvas;
    this.#tip.show(this.#told(port), {
      x: offsetLeft + corner.x / density,
      y: offsetTop + corner.y / density,
      width: view.cell / density,
      height: view.cell / density,
    });
  }

  #told(port: number) {
    return tell(port, this.#parts.board.transport, this.#parts);
  }
}

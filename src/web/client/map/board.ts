import type { MapTransport } from '../../map/layout.ts';
import { toneOf } from '../../map/tones.ts';
import { Bitmap } from './bitmap.ts';
import { type Colours, type Pixel, readColours } from './colours.ts';
import type { Order } from './geometry.ts';
import { Glows } from './glows.ts';
import type { MapModel } from './model.ts';
import type { Names } from './names.ts';
import { Painter } from './painter.ts';
import { stepOf } from './ramp-scale.ts';
import type { Stage } from './stage.ts';

const frameEvery = 33;
/** Where nothing may move, a ring is there for a while and gone. */
const stillEvery = 500;

interface BoardParts {
  readonly stage: Stage;
  readonly model: MapModel;
  readonly names: Names;
  /** After each picture: what lies beside and above it is put in place. */
  readonly drawn: () => void;
}

/** The picture on its canvas: knows what changed, and draws when something did. */
export class Board {
  readonly #parts: BoardParts;
  readonly #bitmap = new Bitmap();
  readonly #painter: Painter | null;
  readonly #glows = new Glows();
  /** As the picture shows them: while it is held, what comes is only counted. */
  readonly #knocked = new Map<number, Pixel>();
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  #colours: Colours;
  #waiting = false;
  #drawnAt = 0;
  transport: MapTransport = 'tcp';
  order: Order = 'rows';
  selected: number | null = null;
  hovered: number | null = null;
  paused = false;

  constructor(parts: BoardParts) {
    this.#parts = parts;
    const pen = parts.stage.canvas.getContext('2d', { alpha: false });
    this.#painter = pen === null ? null : new Painter(pen, this.#bitmap);
    this.#colours = readColours(parts.stage.canvas);
  }

  get ramp(): readonly Pixel[] {
    return this.#colours.ramp;
  }

  /** The theme changed. */
  recolour(): void {
    this.#colours = readColours(this.#parts.stage.canvas);
    this.renew();
  }

  /** All may have changed. */
  renew(): void {
    this.#bitmap.setAll(this.order, (port) => this.#colourOf(port));
    this.#knocked.clear();
    for (const port of this.#parts.model.knocked(this.transport))
      this.#knocked.set(port, this.#colourOf(port));
    this.draw();
  }

  /** Knocks at a port of the transport that is shown. */
  knocked(port: number): void {
    const colour = this.#colourOf(port);
    this.#bitmap.set(port, this.order, colour);
    this.#knocked.set(port, colour);
    this.#glows.light(port, performance.now());
  }

  clearGlows(): void {
    this.#glows.clear();
  }

  draw(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(this.#frame);
  }

  readonly #frame = (now: number): void => {
    this.#waiting = false;
    this.#drawnAt = now;
    const { stage, model, names, drawn } = this.#parts;
    performance.mark('map-frame');
    this.#painter?.draw({
      view: stage.view,
      order: this.order,
      colours: this.#colours,
      density: stage.density,
      listening: model.listening(this.transport),
      knocked: this.#knocked,
      selected: this.selected,
      hovered: this.hovered,
      glows: this.#glows,
      now,
      still: this.#calm.matches,
      name: (port) => names.get(this.transport, port),
    });
    performance.measure('map-frame', 'map-frame');
    drawn();
    if (this.#glows.any && !this.paused) this.#again();
  };

  /** Thirty pictures a second are plenty for what fades. */
  #again(): void {
    const every = this.#calm.matches ? stillEvery : frameEvery;
    setTimeout(() => this.draw(), Math.max(0, every - (performance.now() - this.#drawnAt)));
  }

  #colourOf(port: number): Pixel {
    const { model } = this.#parts;
    const count = model.knocks(this.transport, port);
    if (count > 0) return this.#colours.ramp[stepOf(count)] ?? 0;
    return this.#colours.tones[toneOf(port, model.base?.[this.transport][port] ?? 0)] ?? 0;
  }
}

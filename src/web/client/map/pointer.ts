import { movedBy, nextCell, type Point, type View, wholeCell, zoomed } from './view.ts';

export interface PointerOptions {
  readonly canvas: HTMLCanvasElement;
  readonly density: () => number;
  readonly view: () => View;
  readonly largest: () => number;
  readonly change: (view: View) => void;
  /** Null: the pointer left. */
  readonly hover: (point: Point | null) => void;
  readonly press: (point: Point, touch: boolean) => void;
}

/** So far a pointer may slip between down and up and still press. */
const slip = 6;
/** Turning the wheel so much is one step of zoom. */
const notch = 60;

/** Mouse, pen and fingers: hover, press, drag, wheel, pinch. */
export function heedPointer({ canvas, density, view, largest, change, hover, press }: PointerOptions): void {
  const down = new Map<number, Point>();
  let from: Point | null = null;
  let dragged = false;
  let turned = 0;

  const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: (clientX - left) * density(), y: (clientY - top) * density() };
  };

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, pointOf(event));
    if (down.size === 1) {
      from = pointOf(event);
      dragged = false;
    } else dragged = true;
  });

  canvas.addEventListener('pointermove', (event) => {
    const point = pointOf(event);
    const before = down.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType !== 'touch') hover(point);
      return;
    }
    if (down.size === 2) pinch(event.pointerId, before, point);
    else drag(before, point, event.pointerId);
  });

  const drag = (before: Point, point: Point, id: number): void => {
    if (from !== null && !dragged) {
      if (Math.hypot(point.x - from.x, point.y - from.y) <= slip * density()) return;
      dragged = true;
    }
    down.set(id, point);
    change(movedBy(view(), { x: point.x - before.x, y: point.y - before.y }));
  };

  const pinch = (id: number, before: Point, point: Point): void => {
    const [other] = [...down].filter(([key]) => key !== id).map(([, at]) => at);
    down.set(id, point);
    if (other === undefined) return;
    const spread = (at: Point): number => Math.hypot(at.x - other.x, at.y - other.y);
    const factor = spread(point) / Math.max(1, spread(before));
    pinched *= factor;
    const wanted = view().cell * pinched;
    const next = Math.round(wanted);
    if (next === Math.round(view().cell)) return;
    const middle = { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 };
    change(zoomed(view(), next, largest(), middle));
    pinched = 1;
  };
  // What is asked for is kept until it makes a whole pixel.
  let pinched = 1;

  const up = (event: PointerEvent): void => {
    if (!down.delete(event.pointerId)) return;
    if (down.size > 0) return;
    if (event.type === 'pointerup' && !dragged) press(pointOf(event), event.pointerType === 'touch');
    from = null;
  };
  canvas.addEventListener('pointerup', up);
  canvas.addEventListener('pointercancel', up);
  canvas.addEventListener('pointerleave', () => {
    if (down.size === 0) hover(null);
  });

  canvas.addEventListener(
    'wheel',
    (event) => {
      const out = event.deltaY > 0;
      // Farther out there is nothing: then the wheel moves the page, which nobody wants to be held up on.
      if (out && view().cell <= wholeCell(view().size)) return;
      event.preventDefault();
      turned += event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 20 : event.deltaY;
      if (Math.abs(turned) < notch) return;
      const direction = turned < 0 ? 1 : -1;
      turned = 0;
      change(zoomed(view(), nextCell(view().cell, direction), largest(), pointOf(event)));
    },
    { passive: false },
  );
}

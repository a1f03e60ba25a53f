import type { VerdictLevel } from '../../../core/verdict.ts';
import type { Colours } from './colours.ts';

type Pen = CanvasRenderingContext2D;

/** Each verdict has a shape of its own, drawn around 0, 0 with half the width `r`: hue only helps. */
const shapes: Readonly<Record<VerdictLevel, (pen: Pen, r: number) => void>> = {
  expected: (pen, r) => pen.arc(0, 0, r, 0, Math.PI * 2),
  plausible: (pen, r) => pen.roundRect(-r * 0.9, -r * 0.9, r * 1.8, r * 1.8, r * 0.35),
  suspect: (pen, r) => {
    pen.moveTo(0, -r * 1.15);
    pen.lineTo(r * 1.15, r * 0.9);
    pen.lineTo(-r * 1.15, r * 0.9);
    pen.closePath();
  },
  wrong: (pen, r) => {
    pen.moveTo(0, -r * 1.3);
    pen.lineTo(r * 1.3, 0);
    pen.lineTo(0, r * 1.3);
    pen.lineTo(-r * 1.3, 0);
    pen.closePath();
  },
  unknown: (pen, r) => pen.arc(0, 0, r * 0.95, 0, Math.PI * 2),
};

/** What is inside: filled where something is to be done, hollow where nothing could be told. */
const filled: Readonly<Record<VerdictLevel, boolean>> = {
  expected: true,
  plausible: true,
  suspect: true,
  wrong: true,
  unknown: false,
};

/** A mark drawn once for each verdict, to be put down thousands of times. */
export type Marks = (level: VerdictLevel) => HTMLCanvasElement;

/** @param width of a mark, in device pixels, without the paper-coloured rim that sets it off */
export function marksOf(colours: Colours, width: number): Marks {
  const made = new Map<VerdictLevel, HTMLCanvasElement>();
  return (level) => {
    const known = made.get(level);
    if (known !== undefined) return known;
    const canvas = draw(level, colours, width);
    made.set(level, canvas);
    return canvas;
  };
}

function draw(level: VerdictLevel, colours: Colours, width: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const rim = Math.max(1.5, width * 0.16);
  canvas.width = Math.ceil(width * 1.35 + rim * 4);
  canvas.height = canvas.width;
  const pen = canvas.getContext('2d');
  if (pen === null) return canvas;
  const colour = colours.verdict[level] ?? colours.ink;
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.lineJoin = 'round';
  pen.beginPath();
  shapes[level](pen, width / 2);
  pen.strokeStyle = colours.paper;
  pen.lineWidth = rim * 2.6;
  pen.stroke();
  pen.fillStyle = filled[level] ? colour : colours.paper;
  pen.fill();
  pen.strokeStyle = filled[level] ? colours.ink : colour;
  pen.lineWidth = rim * (filled[level] ? 0.7 : 1.2);
  pen.stroke();
  return canvas;
}

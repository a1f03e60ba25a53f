import type { Pixel } from './colours.ts';

/** The scale of counts in the legend, in the colours that the picture has. */
export function drawRamp(box: HTMLElement | null, ramp: readonly Pixel[]): void {
  if (box === null) return;
  const canvas = document.createElement('canvas');
  canvas.width = ramp.length;
  canvas.height = 1;
  canvas.ariaHidden = 'true';
  const image = new ImageData(ramp.length, 1);
  new Uint32Array(image.data.buffer).set(ramp);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  box.replaceChildren(canvas);
}

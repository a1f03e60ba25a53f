// The page of the knocks and that of a source: the plot to choose a time on, and what comes in while one looks.
import { live } from './live/index.ts';
import { openPlot, type Plot } from './plot.ts';
import { say, swapParts, wordOf } from './renew/parts.ts';
import { renewer } from './renew/renewer.ts';
import { reconcile } from './renew/rows.ts';

let plot: Plot | null = openPlot();

/** A page that ends at a moment of its own is past, and a source's page is a record: neither grows. */
const grows = (): boolean =>
  document.querySelector('[data-range]') !== null && !new URL(location.href).searchParams.has('until');

function renew(fresh: Document): void {
  // Nobody is to lose what he is just choosing.
  if (plot?.isBusy() === true) return;
  const body = document.querySelector<HTMLElement>('[data-rows]');
  const next = fresh.querySelector<HTMLElement>('[data-rows]');
  if (body === null || next === null) {
    // There was nothing, or is nothing any more: the whole page tells that.
    const main = fresh.querySelector('main');
    if (main !== null)
      document.querySelector('main')?.replaceChildren(...document.importNode(main, true).childNodes);
  } else {
    const { added } = reconcile(body, next, { newWord: wordOf('new'), goneWord: null, goneForMs: 0 });
    swapParts(fresh, ['list']);
    if (added.length > 0) say(wordOf('events').replace('{count}', String(added.length)));
  }
  plot?.close();
  plot = openPlot();
}

if (grows()) {
  const again = renewer(renew);
  const feed = live();
  feed?.on('knock', again);
  feed?.on('status', again);
  feed?.onResync(again);
}

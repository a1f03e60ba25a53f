import { passed } from './passed.ts';
import { pageLanguage } from './texts.ts';

const every = 20_000;

/** Keeps `<time datetime data-ago>` true while the page is open. */
export function relativeTimes(): void {
  const format = new Intl.RelativeTimeFormat(pageLanguage(), { numeric: 'auto' });
  setInterval(() => {
    if (document.hidden) return;
    const now = Date.now();
    for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-ago]')) {
      const at = Date.parse(time.dateTime);
      const text = Number.isNaN(at) ? null : format.format(...passed(at, now));
      if (text !== null && time.textContent !== text) time.textContent = text;
    }
  }, every);
}

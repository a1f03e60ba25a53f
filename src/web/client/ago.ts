import { passed } from './passed.ts';
import { isWrittenHere, pageLanguage } from './texts.ts';

const every = 20_000;

/**
 * Keeps `<time datetime data-ago>` true while the page is open. A browser that cannot write the page's language shows
 * the time itself, as the server wrote it, once "a minute ago" is no longer true.
 */
export function relativeTimes(): void {
  const written = isWrittenHere();
  const format = new Intl.RelativeTimeFormat(pageLanguage(), { numeric: 'auto' });
  setInterval(() => {
    if (document.hidden) return;
    const now = Date.now();
    for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-ago]')) {
      const at = Date.parse(time.dateTime);
      if (Number.isNaN(at)) continue;
      const text = written ? format.format(...passed(at, now)) : time.title;
      if (text !== '' && time.textContent !== text) time.textContent = text;
    }
  }, every);
}

import { formatLanguage } from '../texts.ts';
import { live } from './index.ts';

/** `<p data-live="URL" data-on data-off data-gone hidden>`: how the live connection is, said and shown. */
export function liveSign(): void {
  const feed = live();
  if (feed === null) return;
  for (const sign of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const { on = '', off = '', gone = off } = sign.dataset;
    feed.onState((state, since) => {
      // Each is a word that is there before the page is looked at again; a hidden page needs none.
      if (state === 'connecting' || state === 'hidden') return;
      sign.hidden = false;
      sign.dataset['state'] = state === 'live' ? 'on' : 'off';
      const text = { live: on, reconnecting: off, gone: gone.replace('{time}', clock(since)) }[state];
      if (sign.textContent !== text) sign.textContent = text;
    });
  }
}

const clock = (at: number): string =>
  new Intl.DateTimeFormat(formatLanguage(), { hour: '2-digit', minute: '2-digit' }).format(at);

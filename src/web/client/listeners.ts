// The page of the listeners: follows what opens and closes, sorts and filters without a reload.
import { live } from './live/index.ts';
import { say, swapParts, wordOf } from './renew/parts.ts';
import { fetchPage, renewer } from './renew/renewer.ts';
import { type Difference, reconcile } from './renew/rows.ts';

const goneForMs = 30_000;
const typingMs = 200;
const mostSaid = 8;

const bodyOf = (page: Document): HTMLElement | null => page.querySelector<HTMLElement>('[data-rows]');

/** Something opened or closed: rows come and go, the rest is put in its place. */
function renew(fresh: Document): void {
  const [body, next] = [bodyOf(document), bodyOf(fresh)];
  const both = body !== null && next !== null;
  swapParts(fresh, both ? ['table'] : []);
  if (!both) return;
  tell(reconcile(body, next, { newWord: wordOf('new'), goneWord: wordOf('ended'), goneForMs }));
}

const nameOf = (row: HTMLElement): string =>
  (row.querySelector('th .port') ?? row.querySelector('th'))?.textContent?.trim() ?? '';

function tell({ added, gone }: Difference): void {
  const list = (rows: readonly HTMLElement[]): string =>
    rows.slice(0, mostSaid).map(nameOf).join(', ') + (rows.length > mostSaid ? ' …' : '');
  const said = [
    ...(added.length > 0 ? [wordOf('opened').replace('{list}', list(added))] : []),
    ...(gone.length > 0 ? [wordOf('closed').replace('{list}', list(gone))] : []),
  ];
  if (said.length > 0) say(said.join('. '));
}

let asked = 0;

/** Shows the same page with other parameters; a later question overtakes an earlier one. */
async function show(url: string): Promise<void> {
  history.replaceState(null, '', url);
  const mine = ++asked;
  const fresh = await fetchPage(url);
  if (fresh !== null && mine === asked) swapParts(fresh);
}

function sorting(): void {
  document.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-sort]') : null;
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    const name = link.dataset['sort'] ?? '';
    void show(link.href).then(() =>
      document.querySelector<HTMLElement>(`a[data-sort="${CSS.escape(name)}"]`)?.focus(),
    );
  });
}

function filtering(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-filters]');
  if (form === null) return;
  let typing: ReturnType<typeof setTimeout> | undefined;
  const send = (): void => {
    const url = new URL(form.action);
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && value.trim() !== '') url.searchParams.set(name, value);
    }
    const sort = new URL(location.href).searchParams.get('sort');
    if (sort !== null) url.searchParams.set('sort', sort);
    void show(url.href);
  };
  form.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(send, typingMs);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(typing);
    send();
  });
}

sorting();
filtering();
const again = renewer(renew);
const feed = live();
feed?.on('listener', again);
feed?.onResync(again);

// The search page of a static site: looks up in a file what a server would answer.
import { findInIndex } from './atlas/index-file.ts';
import { optionLine } from './suggest/option.ts';
import { number } from './texts.ts';

const longest = 200;

async function show(place: HTMLElement): Promise<void> {
  const words = (new URLSearchParams(location.search).get('q') ?? '').slice(0, longest).trim();
  const { index, ports, none = '', some = '', unassigned = '' } = place.dataset;
  const [status, list] = [place.querySelector('[role="status"]'), place.querySelector('ol')];
  if (words === '' || index === undefined || ports === undefined || status === null || list === null) return;
  for (const input of document.querySelectorAll<HTMLInputElement>('input[name="q"]')) input.value = words;
  const found = await findInIndex(index, words);
  if (found === null || found.length === 0) {
    const isPort = /^\d{1,5}$/.test(words) && Number(words) <= 65_535;
    status.textContent = isPort ? unassigned.replace('{port}', words) : none;
    return;
  }
  status.textContent = some.replace('{count}', number(found.length));
  list.replaceChildren(
    ...found.map((one) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = `${ports}${one.port}/`;
      link.append(...optionLine(one, '').childNodes);
      item.append(link);
      return item;
    }),
  );
}

for (const place of document.querySelectorAll<HTMLElement>('[data-atlas-search]')) void show(place);

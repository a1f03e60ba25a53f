import type { PortQuery } from '../../../../src/core/port.ts';
import type { Registry } from '../../../../src/registry/index.ts';
import type { LanguageTag } from '../../../../src/web/i18n/index.ts';
import { show } from './context.ts';
import { readMarkup } from './markup.ts';

const required = ['answer', 'registry', 'story', 'range', 'security', 'questions', 'neighbours', 'notes'];

/** Addresses that the static site has. */
const known =
  /^\/(?:(?:bn|id|sd)\/)?(?:$|ports\/(?:0|[1-9]\d{0,4})\/$|ranges\/(?:(?:system|user|dynamic)\/)?$|about\/$|search\/)/;

/** What is wrong with a port's page; nothing, one hopes. */
export function faultsOf(registry: Registry, query: PortQuery, tag: LanguageTag): readonly string[] {
  const { page, html } = show(registry, query, { tag });
  const { faults, ids, links } = readMarkup(html);
  const wanted = query.port === 0 ? required : [...required, 'check'];
  const questions = /id="questions".*?<\/section>/s.exec(html)?.[0].match(/<h3/g)?.length ?? 0;
  const lost = links.filter((link) => link.startsWith('/') && !known.test(link));
  return [
    ...faults,
    ...wanted.filter((id) => !ids.includes(id)).map((id) => `no section ${id}`),
    ...lost.map((link) => `lost link ${link}`),
    ...(questions < 4 ? [`${questions} questions`] : []),
    ...(page.title === '' || page.description.length < 40 ? ['a poor description'] : []),
  ];
}

import { verdictLevels } from '../../core/verdict.ts';
import { portRanges } from '../../core/range.ts';
import { type Html, html, trusted } from '../html.ts';
import type { Locale, MessageKey } from '../i18n/index.ts';
import { statuses } from '../map/layout.ts';

type Forms = Readonly<Record<string, string>>;

/** Counts that between them fall into every plural category of any language. */
const samples = [0, 1, 2, 3, 5, 11, 100];

/** What the picture's script says, in the page's language; `client/texts.ts` fills in what stands in braces. */
export function mapTexts(locale: Locale): Html {
  const plain = (key: MessageKey, ...names: readonly string[]): string =>
    locale.t(key, Object.fromEntries(names.map((name) => [name, `{${name}}`])));
  const texts: Record<string, string | Forms> = {
    listens: plain('map.listens', 'holder', 'address', 'verdict'),
    listensHidden: plain('map.listensHidden', 'address', 'verdict'),
    listensMore: forms(locale, 'map.listensMore'),
    knocks: forms(locale, 'map.packets'),
    count: '{count}',
    open: plain('map.open', 'port'),
    hidden: plain('map.litHidden'),
    litListener: plain('map.litListener', 'holder', 'verdict'),
    litRest: forms(locale, 'map.litRest'),
    newsOpened: plain('map.newsOpened', 'port'),
    newsClosed: plain('map.newsClosed', 'port'),
  };
  for (const level of verdictLevels) texts[`verdict.${level}`] = locale.t(`verdict.${level}`);
  for (const status of statuses) {
    for (const { name: range } of portRanges) {
      const named = status === 'de-assigned' ? 'withdrawn' : status;
      texts[`status.${status}.${range}`] = locale.t('map.status', { status: named, range });
    }
  }
  // No text can end the element early.
  const json = JSON.stringify(texts).replaceAll('<', String.raw`\u003c`);
  return html`<script type="application/json" id="map-texts">${trusted(json)}</script>`;
}

/** A message of `n` and `count` once for each plural category of the language. */
function forms(locale: Locale, key: MessageKey): Forms {
  const rules = new Intl.PluralRules(locale.language.intl);
  return Object.fromEntries(
    samples.map((n) => [rules.select(n), locale.t(key, { n, count: '{count}' })] as const),
  );
}

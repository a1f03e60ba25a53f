/**
 * The page of a port: what it is, who holds it here, who knocks, and whether that should be so. What the registry
 * does not know is not said; each claim has its footnote.
 */
import type { PortQuery } from '../../../core/port.ts';
import { html, inParts } from '../../html.ts';
import { collectNotes, ltrText } from '../../look/components.ts';
import type { Page, PageContext } from '../../page.ts';
import { answerBox, summary } from './answer.ts';
import { checkSection } from './check.ts';
import { contents } from './contents.ts';
import { type PortFacts, portFacts } from './facts.ts';
import { hereSection } from './here.ts';
import { nearSection } from './near.ts';
import { faqPage, questionsOf, questionsSection } from './questions.ts';
import { quietSection } from './quiet.ts';
import { rangeSection } from './range.ts';
import { registrySection } from './registry.ts';
import { securitySection } from './security.ts';
import { storySection } from './story.ts';

export function portPage(context: PageContext, query: PortQuery): Page {
  const { locale, registry, machine, links, path } = context;
  const facts = portFacts(registry, query);
  const notes = collectNotes();
  const sentence = summary(context, facts);
  // In the order in which they are read, so that footnotes are numbered in it.
  const answer = answerBox(context, facts, sentence, notes);
  const here = hereSection(context, facts);
  const rows = registrySection(context, facts, notes);
  const story = storySection(context, facts, notes);
  const range = rangeSection(context, facts, notes);
  const security = securitySection(context, facts, notes);
  const check = checkSection(context, facts);
  const quiet = quietSection(context, facts, notes);
  const questions = questionsOf(context, facts, notes);
  const asked = questionsSection(context, questions);
  const near = nearSection(context, facts);
  const sources = html`<section class="card" id="notes"><h2>${locale.t('port.secNotes')}</h2>${notes.list(locale)}</section>`;
  return {
    status: 200,
    title: title(context, facts),
    description: description(context, sentence.text, facts),
    section: null,
    crumbs: [
      { text: locale.t('nav.map'), path: '/' },
      { text: locale.t('nav.ranges'), path: '/ranges' },
      ...(query.transport === null
        ? []
        : [{ text: crumb(context, String(query.port)), path: `/ports/${query.port}` }]),
      { text: crumb(context, facts.place), path: null },
    ],
    body: inParts([
      html`<div class="port-page">${answer}${contents(context, facts)}<div class="port-body">`,
      here,
      rows,
      story,
      range,
      security,
      check,
      quiet,
      asked,
      near,
      html`${sources}</div></div>`,
    ]),
    jsonLd: [faqPage(context, questions)],
    private: machine !== null && links.absolute(path, locale.language.tag) === null,
  };
}

const crumb = ({ locale }: PageContext, place: string): string =>
  locale.t('port.crumb', { port: ltrText(place) });

const titles = {
  zero: 'port.titleZero',
  reserved: 'port.titleReserved',
  'de-assigned': 'port.titleDeAssigned',
  dynamic: 'port.titleDynamic',
  unassigned: 'port.titleUnassigned',
} as const;

function title({ locale }: PageContext, { kind, place, primary, dossier }: PortFacts): string {
  const port = place;
  if (kind !== 'assigned') return locale.t(titles[kind], { port });
  const service = primary?.service ?? dossier?.title ?? primary?.description ?? '';
  return locale.t('port.titleAssigned', { port, service });
}

/** Search engines show about so much. */
const longest = 300;

/** A dossier's summary is English. */
function description({ locale }: PageContext, sentence: string, { dossier }: PortFacts): string {
  const whole =
    dossier === null || locale.language.tag !== 'en' ? sentence : `${sentence} ${dossier.summary}`;
  return whole.length <= longest ? whole : sentence;
}

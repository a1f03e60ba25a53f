import { type Html, html } from '../../html.ts';
import { card, type Notes } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import { computedQuestions } from './computed-questions.ts';
import type { PortFacts } from './facts.ts';
import { claimsOf } from './story.ts';
import { englishBlock, plainProse, prose } from './words.ts';

export interface Question {
  /** A heading, and a paragraph. */
  readonly question: Html;
  readonly answer: Html;
  /** The same without markup; null for what is not in the page's language. */
  readonly text: { readonly question: string; readonly answer: string } | null;
}

/** What the dossier asks first, then what the registry can answer, without asking anything twice. */
export function questionsOf(context: PageContext, facts: PortFacts, notes: Notes): readonly Question[] {
  const inEnglish = context.locale.language.tag === 'en';
  const told = claimsOf(facts, 'faq').map(
    ({ question = '', text, sources }): Question => ({
      question: html`<h3 class="english" lang="en" dir="ltr">${prose(question)}</h3>`,
      answer: englishBlock(
        text,
        sources.map((source) => notes.cite(source)),
      ),
      text: inEnglish ? { question: plainProse(question), answer: plainProse(text) } : null,
    }),
  );
  const asked = claimsOf(facts, 'faq').map(({ question = '' }) => question);
  return [...told, ...computedQuestions(context, facts, notes, asked)];
}

export const questionsSection = ({ locale }: PageContext, questions: readonly Question[]): Html =>
  card(
    locale.t('port.secQuestions'),
    html`${questions.map(({ question, answer }) => html`${question}${answer}`)}`,
    { id: 'questions', class: 'questions' },
  );

/** For search engines: what stands on the page, in its language. */
export function faqPage({ locale }: PageContext, questions: readonly Question[]): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'FAQPage',
    inLanguage: locale.language.tag,
    mainEntity: questions.flatMap(({ text }) =>
      text === null
        ? []
        : {
            '@type': 'Question',
            name: text.question,
            acceptedAnswer: { '@type': 'Answer', text: text.answer },
          },
    ),
  };
}

import { type ByHandSystem, commandsByHand } from '../../../core/by-hand.ts';
import type { Transport } from '../../../core/transport.ts';
import { html } from '../../html.ts';
import type { MessageKey } from '../../i18n/index.ts';
import type { Notes, NoteSource } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import { inLinuxRange, type PortFacts } from './facts.ts';
import type { Question } from './questions.ts';
import { registrySource } from './registry.ts';
import { general } from './sources.ts';
import { command, type Foreign, name, sayWith, statusWord, transportList, upper, wordsOf } from './words.ts';

/** A question that the registry and the rules of its ranges answer. */
interface Draft {
  readonly question: MessageKey;
  readonly answer: MessageKey;
  readonly values?: Readonly<Record<string, string | number | Foreign>>;
  readonly sources?: readonly NoteSource[];
  /** A dossier that asks so has asked it already. */
  readonly like?: RegExp;
}

export function computedQuestions(
  { locale }: PageContext,
  facts: PortFacts,
  notes: Notes,
  asked: readonly string[],
): readonly Question[] {
  const port: Foreign = { text: facts.place, as: 'text' };
  const fixed = wordsOf({ port, ...common(facts) });
  return drafts(locale, facts)
    .filter(({ like }) => like === undefined || !asked.some((question) => like.test(question)))
    .map(({ question, answer, values, sources = [] }) => {
      const words = values === undefined ? fixed : wordsOf(values, fixed);
      const q = sayWith(locale, question, words);
      const a = sayWith(locale, answer, words);
      return {
        question: html`<h3>${q.html}</h3>`,
        answer: html`<p>${a.html}${sources.map((source) => notes.cite(source))}</p>`,
        text: { question: q.text, answer: a.text },
      };
    });
}

const common = ({ query, place }: PortFacts) => ({
  next: command(`reeve next --near ${Math.max(query.port, 1024)}`),
  reeve: command(`reeve ${place}`),
  list: command('reeve source ADDRESS'),
  url: command(`http://host:${query.port}/`),
  read: command('reeve read FILE'),
});

function drafts(locale: PageContext['locale'], facts: PortFacts): readonly Draft[] {
  const { kind, query, browserBlocked, quiet } = facts;
  const { port } = query;
  if (kind === 'zero') return zero;
  const list: (Draft | false)[] = [
    kind === 'assigned' && transportDraft(locale, facts),
    othersDraft(locale, facts),
    (kind === 'unassigned' || kind === 'dynamic') && free,
    holderDraft(facts),
    use(facts),
    facts.services.length > 1 && {
      question: 'faq.names',
      answer: 'faq.namesA',
      values: { count: facts.services.length, names: name(facts.services.join(', ')) },
      sources: [registrySource(facts)],
    },
    browserBlocked && { question: 'faq.browser', answer: 'faq.browserA', sources: [general.fetch] },
    port < 1024 && { question: 'faq.denied', answer: 'faq.deniedA', sources: [general.linuxPrivileged] },
    taken(port),
    kind === 'unassigned' && {
      question: 'faq.apply',
      answer: port < 1024 ? 'faq.applySystem' : 'faq.applyUser',
      sources: [general.rfc6335],
    },
    (quiet || kind === 'dynamic') && {
      question: 'faq.knock',
      answer: 'faq.knockA',
      like: /\b(?:probed?|knocks?|packets)\b/i,
    },
    { question: 'faq.open', answer: 'faq.openA', like: /\b(?:dangerous|is it safe|open to)\b/i },
  ];
  return list.filter((one) => one !== false);
}

const zero: readonly Draft[] = [
  { question: 'faq.zeroListen', answer: 'faq.zeroListenA', sources: [general.linuxPortZero] },
  { question: 'faq.zeroWhich', answer: 'faq.zeroWhichA', sources: [general.linuxRange] },
  { question: 'faq.zeroUse', answer: 'faq.zeroUseA' },
  { question: 'faq.zeroSee', answer: 'faq.zeroSeeA' },
];

const free: Draft = { question: 'faq.free', answer: 'faq.freeA' };

function transportDraft(
  locale: PageContext['locale'],
  { primaryTransports, query }: PortFacts,
): Draft | false {
  if (query.transport !== null) return false;
  const several = primaryTransports.includes('tcp') && primaryTransports.includes('udp');
  return {
    question: 'faq.transport',
    answer: several ? 'faq.transportBoth' : 'faq.transportOne',
    values: { list: transportList(locale, primaryTransports) },
    like: /\bTCP\b.*\bUDP\b/,
  };
}

/** Where one transport was asked for, what the number is on the others. */
function othersDraft(locale: PageContext['locale'], facts: PortFacts): Draft | false {
  const { elsewhere, query } = facts;
  if (elsewhere.length === 0) return false;
  const told = elsewhere.map(({ transport, status, service }) =>
    locale.t('faq.othersOne', {
      transport: upper(transport),
      what: service ?? statusWord(locale, status, facts),
    }),
  );
  return {
    question: 'faq.others',
    answer: 'faq.othersA',
    values: { number: { text: String(query.port), as: 'text' }, list: told.join('; ') },
    sources: [registrySource(facts)],
  };
}

/** A port that no question is about stands for each in commands, so that they are written once. */
const sample = 99_999;
const written = new Map<Transport | null, readonly ByHandSystem[]>();

/** The first command of a system. */
function firstCommand(of: ByHandSystem['system'], { port, transport }: PortFacts['query']): Foreign {
  let systems = written.get(transport);
  if (systems === undefined) {
    systems = commandsByHand(sample, transport);
    written.set(transport, systems);
  }
  const [first] = systems.find(({ system }) => system === of)?.commands ?? [];
  return command((first?.command ?? '').replaceAll(String(sample), String(port)));
}

const askedForHolder = /\bwh(?:o|at|ich program) (?:uses|holds|listens)\b/i;

function holderDraft({ query }: PortFacts): Draft {
  const question = 'faq.holder';
  const like = askedForHolder;
  const linux = firstCommand('Linux', query);
  const { transport } = query;
  if (transport === 'sctp' || transport === 'dccp')
    return { question, like, answer: 'faq.holderLinux', values: { linux, transport: upper(transport) } };
  const macos = firstCommand('macOS', query);
  const windows = firstCommand('Windows', query);
  return { question, like, answer: 'faq.holderA', values: { linux, macos, windows } };
}

function use({ kind, primary }: PortFacts): Draft {
  const like = /\b(?:may|can|could|should) I use\b/i;
  const question = 'faq.use';
  if (kind === 'assigned') {
    // Rows without a name are those for private use.
    return primary?.service == null
      ? { question, like, answer: 'faq.usePrivate' }
      : { question, like, answer: 'faq.useAssigned', values: { service: name(primary.service) } };
  }
  if (kind === 'dynamic') return { question, like, answer: 'faq.useDynamic', sources: [general.rfc6335] };
  return kind === 'unassigned'
    ? { question, like, answer: 'faq.useUnassigned', sources: [general.rfc6335] }
    : { question, like, answer: 'faq.useReserved' };
}

function taken(port: number): Draft | false {
  if (inLinuxRange(port))
    return { question: 'faq.taken', answer: 'faq.takenA', sources: [general.linuxRange] };
  return (
    port >= 49_152 && { question: 'faq.taken', answer: 'faq.takenWindows', sources: [general.windowsRange] }
  );
}

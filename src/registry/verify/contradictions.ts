import type { DossierFile } from '../dossier-file.ts';
import type { Assignment } from '../record.ts';
import { type Sentence, sentencesOf } from './sentences.ts';

/** What the registry says about a port, on all transports. */
export type AskRegistry = (port: number) => readonly Assignment[];

const saysUnassigned =
  /\bunassigned\b(?! (?:but \w+ )?use\b)|\bunregistered\b|\b(?:not|never|nowhere)\s+(?:(?:been|be|a|an|yet|currently|officially|formally|actually|ever|even|IANA)[\s-]+){0,3}(?:assigned|registered)\b(?! (?:service )?names?\b)|\bno\s+(?:\w+\s+){0,2}(?:assignment|registration)\b/i;

/** The text itself reports an error and answers it: "often said to be unassigned; the registry says ...". */
const reports =
  /\b(?:often|sometimes|commonly|widely|frequently|usually|many|some|others|several|popular|said|claimed|believed|listed|described|called)\b/i;
const answers = /\bregistry\b|\bIANA\b|\bwrong(?:ly)?\b|\bmistaken(?:ly)?\b/i;

interface Passage {
  readonly where: string;
  readonly text: string;
  readonly ports: readonly number[];
  /** The place where an error may stand, because it is named as one. */
  readonly corrects: boolean;
}

function passagesOf(file: DossierFile): readonly Passage[] {
  return [
    { where: 'title', text: file.title, ports: file.ports, corrects: false },
    { where: 'summary', text: file.summary, ports: file.ports, corrects: false },
    ...file.claims.map(({ kind, question, text, ports }, place) => ({
      where: `claims.${place}`,
      text: kind === 'faq' && question?.endsWith('?') ? text : [question, text].filter(Boolean).join(' '),
      ports: ports ?? file.ports,
      corrects: kind === 'correction',
    })),
    ...file.statements.map(({ says, finding, text, ports }, place) => ({
      where: `statements.${place}`,
      text: finding === 'confirmed' ? `${says}. ${text}` : text,
      ports: ports ?? file.ports,
      corrects: finding === 'corrected',
    })),
    ...file.statements.flatMap(({ says, finding, ports }, place) =>
      finding === 'unsupported'
        ? [{ where: `statements.${place}`, text: says, ports: ports ?? file.ports, corrects: false }]
        : [],
    ),
  ];
}

/**
 * Where a dossier contradicts the registry without saying so: calls a port unassigned that is assigned, or
 * gives it a service name that the registry does not.
 */
export const contradictions = (file: DossierFile, ask: AskRegistry): readonly string[] =>
  passagesOf(file).flatMap((passage) =>
    sentencesOf(passage.text).flatMap((sentence) =>
      calledUnassigned(passage, sentence, ask).concat(misnamed(passage, sentence, ask)),
    ),
  );

function calledUnassigned(passage: Passage, sentence: Sentence, ask: AskRegistry): readonly string[] {
  if (passage.corrects || !saysUnassigned.test(sentence.text) || isReported(passage.text, sentence.text))
    return [];
  const on = transportNamed(sentence.text);
  return portsOf(passage, sentence).flatMap((port) => {
    const held = ask(port).find(
      ({ status, transport }) => status === 'assigned' && (on === null || on.has(transport)),
    );
    if (held === undefined) return [];
    return `${passage.where} says "${sentence.text}", but the registry has ${port}/${held.transport} assigned to ${held.service ?? held.description}`;
  });
}

const isReported = (text: string, sentence: string): boolean => reports.test(sentence) && answers.test(text);

/** "unassigned on SCTP" speaks of SCTP alone. */
function transportNamed(text: string): ReadonlySet<string> | null {
  const named = text.toLowerCase().match(/\b(?:tcp|udp|sctp|dccp)\b/g);
  return named === null ? null : new Set(named);
}

const portsOf = (passage: Passage, sentence: Sentence): readonly number[] =>
  sentence.ports.length > 0 ? sentence.ports : passage.ports;

const assignedTo =
  /\b(?:assigned|registered|assigns|registers|registry (?:gives|names|calls|lists|has)|IANA (?:gives|names|calls|lists))\b([^.;]*)/gi;
const quotedName = /[`"'“‘]([A-Za-z0-9][A-Za-z0-9_.+*/-]{0,40})[`"'”’]/g;
const plainName = /\b(?:as|to|for)\s+([a-z][a-z0-9]*(?:-[a-z0-9]+)+)\b/g;

function misnamed(passage: Passage, sentence: Sentence, ask: AskRegistry): readonly string[] {
  if (passage.corrects || isReported(passage.text, sentence.text)) return [];
  const names = [...sentence.text.matchAll(assignedTo)].flatMap(([, rest = '']) => namesIn(rest));
  if (names.length === 0) return [];
  const ports = portsOf(passage, sentence);
  const given = ports.flatMap((port) => ask(port));
  if (given.every(({ service }) => service === null)) return [];
  return [...new Set(names)]
    .filter((name) => !isGiven(name, given))
    .map(
      (name) =>
        `${passage.where} gives the name ${name} to ${ports.join(', ')}, the registry gives ${servicesOf(given)}`,
    );
}

const namesIn = (text: string): readonly string[] =>
  [quotedName, plainName].flatMap((shape) => [...text.matchAll(shape)].map((match) => match[1] ?? ''));

const isGiven = (name: string, given: readonly Assignment[]): boolean =>
  given.some(
    ({ service, notes, description }) =>
      service?.toLowerCase() === name.toLowerCase() || mentions(notes, name) || mentions(description, name),
  );

const mentions = (text: string | null, name: string): boolean =>
  (text ?? '').toLowerCase().includes(name.toLowerCase());

const servicesOf = (given: readonly Assignment[]): string =>
  [...new Set(given.flatMap(({ service }) => service ?? []))].join(', ') || 'none';

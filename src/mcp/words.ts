/*
 * What a document says, in a few lines: many programs show a model only this. Foreign texts stand in quotation marks, so
 * that it is seen where they begin and end.
 */
import { blocking } from '../answer/index.ts';
import type { AssessedListener } from '../contract/listener-item.ts';
import { bindOf, holderOf } from '../contract/listener-words.ts';
import type { ListenerItem, ListenersDocument } from '../contract/listeners.ts';
import type { PortDocument } from '../contract/port.ts';
import type { FindDocument } from '../contract/registry.ts';
import type { NextDocument } from '../contract/small.ts';
import { formatPortQuery, type PortQuery } from '../core/port.ts';
import { cut } from '../core/text.ts';
import type { PortInspection } from '../inspect/index.ts';

const longest = 160;
const mostLines = 60;

export const quoted = (text: string): string => JSON.stringify(cut(text, longest));

/** At the most so many lines, and how many more there are. */
export function lines(all: readonly string[], total = all.length): string {
  const shown = all.slice(0, mostLines);
  const left = total - shown.length;
  return [...shown, ...(left > 0 ? [`... and ${left} more`] : [])].join('\n');
}

export function portText(document: PortDocument): string {
  const { assignments, dossier, holders, verdict, knocks, host, visibility } = document;
  const assigned = assignments
    .filter(({ status }) => status === 'assigned')
    .map(
      ({ transport, service, description }) =>
        `${transport} ${quoted(service ?? '')} (${quoted(description)})`,
    );
  return lines([
    `Port ${formatPortQuery(document)}: ${assigned.length === 0 ? `not assigned; ${document.range.name} range` : `assigned: ${[...new Set(assigned)].join(', ')}`}.`,
    ...(dossier === null ? [] : [dossier.summary]),
    ...(holders.length === 0
      ? [stateWords[host.state]]
      : holders.map((holder) => `Held: ${holderLine(holder)}`)),
    `Verdict: ${verdict.level}. ${verdict.because.map(({ text }) => quoted(text)).join(' ')}`,
    ...(knocks === null
      ? []
      : [`Knocks on record: ${knocks.events} events, ${knocks.packets} packets, ${knocks.sources} sources.`]),
    ...(visibility.complete ? [] : [hiddenWords]),
  ]);
}

const hiddenWords = 'Not everything could be seen by the user that runs this; run it as root to be sure.';

const stateWords: Readonly<Record<PortDocument['host']['state'], string>> = {
  held: 'It is held.',
  free: 'Nothing listens, and it is free.',
  'not-free': 'Nothing listens here, but it is not free; host.notFree says why.',
  unknown: 'Nothing is seen to listen; not everything was visible.',
};

function holderLine({
  transport,
  port,
  address,
  exposure,
  owners,
  unit,
  container,
  user,
  verdict,
}: ListenerItem): string {
  const [owner] = owners;
  const who =
    owner === undefined
      ? `hidden (user ${quoted(user ?? 'unknown')})`
      : `${quoted(owner.program ?? owner.comm)} pid ${owner.pid}, user ${quoted(owner.user ?? String(owner.uid))}`;
  const within =
    container === null
      ? unit === null
        ? ''
        : `, unit ${quoted(unit.name)}`
      : `, container ${quoted(container.name ?? container.id)}`;
  return `${transport} ${port ?? ''} on ${address} (${exposure}) by ${who}${within}: ${verdict.level}`;
}

export const listenersText = ({ listeners, visibility }: ListenersDocument, found: number): string =>
  lines(
    [
      `${found} listeners${found > listeners.length ? `, ${listeners.length} of them here (limit)` : ''}:`,
      ...listeners.map(holderLine),
      ...(visibility.complete ? [] : [hiddenWords]),
    ],
    found + 1 + (visibility.complete ? 0 : 1),
  );

export function whoHasText(
  query: PortQuery,
  here: readonly AssessedListener[],
  seen: PortInspection,
): string {
  const name = formatPortQuery(query);
  if (here.length === 0) {
    if (!seen.listingComplete) return `Nothing is seen to listen on ${name}. ${hiddenWords}`;
    const kinds = [...new Set(seen.notFree.map(({ kind }) => kind))].filter((kind) => blocking.has(kind));
    return kinds.length === 0
      ? `Nothing listens on ${name}.`
      : `Nothing listens on ${name}, but it is not free: ${kinds.join(', ')}.`;
  }
  return lines(
    here.map(({ listener, verdict }) => {
      const pids = [...new Set(listener.owners.map(({ pid }) => pid))];
      const as = pids.length === 0 ? '' : `, pid ${pids.slice(0, 10).join(', ')}`;
      return `${name} on ${bindOf(listener)} is held by ${quoted(holderOf(listener))}${as}: ${verdict.level}.`;
    }),
  );
}

export const nextText = ({ ports, transport }: NextDocument): string =>
  `Free for ${transport}: ${ports.join(', ')}. Nothing is reserved: bind it soon.`;

export const findText = ({ results, words }: FindDocument): string =>
  results.length === 0
    ? `Nothing in the registry or the dossiers is like ${quoted(words)}.`
    : lines(
        results.map(
          ({ port, toPort, transports, service, description }) =>
            `${port ?? 'no port'}${toPort === null || toPort === port ? '' : `-${toPort}`} ${transports.join('/')} ${quoted(service ?? '')}: ${quoted(description)}`,
        ),
      );

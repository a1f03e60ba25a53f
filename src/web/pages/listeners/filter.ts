import { bindOf, holderOf, placeOf } from '../../../contract/listener-words.ts';
import type { KnownListener } from '../../view.ts';
import type { Asked } from './asked.ts';

export const fits = (known: KnownListener, { text, exposure, verdict, protocol }: Asked): boolean =>
  (exposure === null || known.listener.exposure === exposure) &&
  (verdict === null || known.verdict.level === verdict) &&
  (protocol === null || known.listener.kind === protocol) &&
  (text === null || text.split(/\s+/).every((word) => wordsOf(known).includes(word)));

/** What is looked through: never command lines, which may hold what was redacted. */
function wordsOf({ listener, assignments }: KnownListener): string {
  const { user, unit, container, owners } = listener;
  return [
    placeOf(listener),
    bindOf(listener),
    holderOf(listener),
    user,
    unit?.name,
    container?.name,
    container?.image,
    ...owners.flatMap(({ exe, comm, pid, user: whose }) => [exe, comm, String(pid), whose]),
    ...assignments.slice(0, 4).map(({ service }) => service),
  ]
    .filter((one) => typeof one === 'string')
    .join(' ')
    .toLowerCase();
}

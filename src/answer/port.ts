import type { AssessedListener } from '../contract/listener-item.ts';
import type { PortAnswer } from '../contract/port-document.ts';
import type { PortQuery } from '../core/port.ts';
import { isTransport } from '../core/transport.ts';
import { harmless } from '../core/text.ts';
import type { Reason, Verdict, VerdictLevel } from '../core/verdict.ts';
import { inspectPort, type PortInspection } from '../inspect/index.ts';
import type { ClosedReason } from '../inspect/listener.ts';
import { browserBlocked, type Registry } from '../registry/index.ts';
import { knockRecord, type KnockRecord } from './knock-record.ts';
import { judged } from './look.ts';
import { ownAgent } from './own-agent.ts';

/**
 * Everything about each of the ports, in their order; the machine is looked at once a port.
 * @param knocks what is on record of them; closed at the end
 */
export async function answerPorts(
  queries: readonly PortQuery[],
  registry: Registry,
  knocks: KnockRecord = knockRecord(),
): Promise<readonly PortAnswer[]> {
  const answers: PortAnswer[] = [];
  const own = ownAgent();
  try {
    for (const query of queries)
      answers.push(answerPort(query, registry, await inspectPort(query.port, query.transport), knocks, own));
    return answers;
  } finally {
    knocks.close();
  }
}

/** The same out of a look that was made already, by whoever may. */
export function answerPort(
  query: PortQuery,
  registry: Registry,
  seen: PortInspection,
  knocks: Pick<KnockRecord, 'at'>,
  own: ReadonlySet<number>,
): PortAnswer {
  const { port, transport } = query;
  const holders = seen.listeners
    .filter(({ kind }) => isTransport(kind) && (transport === null || kind === transport))
    .map((listener) => judged(listener, seen, registry, own));
  const state = stateOf(seen, holders);
  return {
    query,
    range: registry.rangeInfo(port),
    assignments: registry.lookup(port, transport),
    dossier: registry.dossierFor(port),
    neighbours: registry.neighbours(port),
    browserBlocked: browserBlocked(port),
    host: seen.host,
    notFree: seen.notFree,
    state,
    holders,
    verdict: overall(holders, seen, state),
    visibility: seen.visibility,
    knocks: knocks.at(query),
  };
}

/** What keeps others from binding the port, in contrast to what is only good to know. */
export const blocking: ReadonlySet<ClosedReason['kind']> = new Set([
  'published',
  'sleeping-socket',
  'connected',
  'bound',
  'time-wait',
]);

function stateOf(seen: PortInspection, holders: readonly AssessedListener[]): PortAnswer['state'] {
  if (holders.some(({ listener }) => listener.netns.own)) return 'held';
  if (seen.notFree.some(({ kind }) => blocking.has(kind))) return 'not-free';
  return seen.listingComplete ? 'free' : 'unknown';
}

const severity: readonly VerdictLevel[] = ['wrong', 'suspect', 'unknown', 'plausible', 'expected'];

const verdictOf = (
  level: VerdictLevel,
  rule: string,
  text: string,
  evidence: Reason['evidence'] = {},
): Verdict => ({
  level,
  because: [{ rule, level, text, evidence }],
});

/** The gravest verdict of the holders; where nothing listens, what that means. */
function overall(
  holders: readonly AssessedListener[],
  seen: PortInspection,
  state: PortAnswer['state'],
): Verdict {
  const gravest = severity
    .map((level) => holders.find(({ verdict }) => verdict.level === level))
    .find((one) => one !== undefined);
  if (gravest !== undefined) return gravest.verdict;
  const served = seen.notFree.map(servedElsewhere).find((verdict) => verdict !== null);
  if (served !== undefined) return served;
  return state === 'unknown'
    ? verdictOf('unknown', 'not-seen', 'Not everything could be seen, so somebody may listen.')
    : verdictOf('expected', 'silent', 'Nothing listens; whatever arrives here is unsolicited.');
}

/** Nobody listens, and yet whoever connects is served. Whether that should be so is for the one who set it up. */
function servedElsewhere(reason: ClosedReason): Verdict | null {
  if (reason.kind === 'sleeping-socket') {
    const { name, activates } = reason.unit;
    const text = harmless(`A connection is taken by ${name} and starts ${activates ?? 'its service'}.`);
    return verdictOf('plausible', 'sleeping-socket', text, { unit: name, activates: activates ?? null });
  }
  if (reason.kind !== 'published') return null;
  const { by, container, targetAddress, targetPort } = reason.publication;
  const target =
    container?.name ??
    (targetAddress === null ? 'elsewhere' : `${targetAddress}:${targetPort ?? 'the same port'}`);
  const text = harmless(`Nothing listens here, but ${by} hands what arrives to ${target}.`);
  return verdictOf('plausible', 'published', text, {
    by,
    targetAddress,
    targetPort,
    container: container?.name ?? null,
  });
}

/** Whoever connects is answered, by a listener or on somebody's behalf. */
export const isServed = ({ holders, notFree }: PortAnswer): boolean =>
  holders.length > 0 || notFree.some(({ kind }) => kind === 'published' || kind === 'sleeping-socket');

import type { AssessedListener } from '../contract/listener-item.ts';
import type { PortAnswer } from '../contract/port-document.ts';
import type { PortQuery } from '../core/port.ts';
import { isTransport } from '../core/transport.ts';
import type { Verdict, VerdictLevel } from '../core/verdict.ts';
import { inspectPort, type PortInspection } from '../inspect/index.ts';
import type { ClosedReason } from '../inspect/listener.ts';
import { browserBlocked, type Registry } from '../registry/index.ts';
import { judged } from './look.ts';

/** Everything about each of the ports, in their order; the machine is looked at once a port. */
export async function answerPorts(
  queries: readonly PortQuery[],
  registry: Registry,
): Promise<readonly PortAnswer[]> {
  const answers: PortAnswer[] = [];
  for (const query of queries) answers.push(await answerPort(query, registry));
  return answers;
}

async function answerPort(query: PortQuery, registry: Registry): Promise<PortAnswer> {
  const { port, transport } = query;
  const seen = await inspectPort(port, transport);
  const holders = seen.listeners
    .filter(({ kind }) => isTransport(kind) && (transport === null || kind === transport))
    .map((listener) => judged(listener, seen.host, registry));
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
    verdict: overall(holders, state),
    visibility: seen.visibility,
  };
}

/** What keeps others from binding the port, in contrast to what is only good to know. */
const blocking: ReadonlySet<ClosedReason['kind']> = new Set([
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

/** The gravest verdict of the holders; a port where nothing listens is as it should be, if that is certain. */
function overall(holders: readonly AssessedListener[], state: PortAnswer['state']): Verdict {
  const gravest = severity
    .map((level) => holders.find(({ verdict }) => verdict.level === level))
    .find((one) => one !== undefined);
  if (gravest !== undefined) return gravest.verdict;
  if (state === 'unknown') {
    return {
      level: 'unknown',
      because: [
        {
          rule: 'not-seen',
          level: 'unknown',
          text: 'Not everything could be seen, so somebody may listen.',
          evidence: {},
        },
      ],
    };
  }
  const text = 'Nothing listens; whatever arrives here is unsolicited.';
  return { level: 'expected', because: [{ rule: 'silent', level: 'expected', text, evidence: {} }] };
}

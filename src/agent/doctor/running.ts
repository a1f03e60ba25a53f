import type { DoctorCheck } from '../../contract/doctor.ts';
import type { StatusDocument } from '../../contract/status.ts';
import { checksOf } from './check.ts';

export interface AgentFacts {
  readonly socket: string | null;
  readonly found:
    | { readonly state: 'none' }
    /** There is a socket that this user may not use. */
    | { readonly state: 'hidden' }
    /** There is a socket, and nobody who answers. */
    | { readonly state: 'silent'; readonly why: string }
    | { readonly state: 'runs'; readonly status: StatusDocument };
  /** Who holds the agent's usual port, where it does not run; null = nobody. */
  readonly portHeldBy: string | null;
  readonly port: number;
}

const { ok, warn, fail, unknown } = checksOf('agent');

export function agentChecks(facts: AgentFacts): readonly DoctorCheck[] {
  const { found, port, portHeldBy } = facts;
  const runs = found.state === 'runs';
  const free =
    runs || portHeldBy === null
      ? ok(
          'port',
          runs ? `its pages: ${found.status.addresses.join(', ')}` : `port ${port} is free for its pages`,
        )
      : warn(
          'port',
          `port ${port} is held by ${portHeldBy}: the agent takes the next one that is free`,
          `Choose one: reeve up --listen PORT; who holds it: reeve ${port}`,
        );
  return [state(facts), ...(runs ? statusChecks(found.status) : []), free];
}

function state({ socket, found }: AgentFacts): DoctorCheck {
  const id = 'state';
  switch (found.state) {
    case 'none':
      return ok(id, 'it does not run', 'reeve up starts it (npm start)');
    case 'hidden':
      return unknown(id, `there is ${socket}, which this user may not use`, 'Ask as its owner, or as root');
    case 'silent':
      return fail(
        id,
        `there is ${socket}, and nobody answers (${found.why})`,
        'Start it again with reeve up: a socket that was left behind is replaced',
      );
    case 'runs': {
      const { version, startedAt, ready } = found.status;
      const since = `version ${version}, since ${startedAt}`;
      return ready ? ok(id, `it runs, ${since}`) : warn(id, `it runs and is not ready yet, ${since}`);
    }
  }
}

function statusChecks({ capture, store, listeners }: StatusDocument): readonly DoctorCheck[] {
  const watching = `it watches ${capture.interfaces.length === 0 ? 'all interfaces' : capture.interfaces.join(', ')}`;
  return [
    capture.state === 'watching'
      ? ok('capture', `${watching}; ${capture.packets} packets, ${capture.dropped} lost`)
      : warn(
          'capture',
          `it does not watch for knocks: ${capture.why ?? capture.state}`,
          capture.missing.length === 0 ? null : `Grant ${capture.missing.join(', ')}: docs/agent.md`,
        ),
    store.state === 'ok'
      ? ok('store', `it keeps what it sees in ${store.path ?? 'its store'}`)
      : warn('store', `it does not keep what it sees: ${store.trouble ?? store.state}`),
    listeners.trouble === null
      ? ok('listeners', `it knows ${listeners.count} listeners`)
      : warn('listeners', `its table is not fresh: ${listeners.trouble}`),
  ];
}

import { assess } from '../assess/index.ts';
import type { AssessedListener } from '../contract/listener-item.ts';
import { isTransport } from '../core/transport.ts';
import { inspect, type InspectOptions } from '../inspect/index.ts';
import type { Inspection, Listener } from '../inspect/listener.ts';
import { openRegistry, type Registry } from '../registry/index.ts';
import { ownAgent } from './own-agent.ts';

/** One look at this machine, joined with the registry and judged. */
export interface Look {
  readonly inspection: Inspection;
  readonly listeners: readonly AssessedListener[];
}

export async function look(options: InspectOptions, registry: Registry = openRegistry()): Promise<Look> {
  return judgedLook(await inspect(options), registry, ownAgent());
}

export const judgedLook = (inspection: Inspection, registry: Registry, own: ReadonlySet<number>): Look => ({
  inspection,
  listeners: inspection.listeners.map((listener) => judged(listener, inspection, registry, own)),
});

/**
 * A listener with what the registry says of its port and whether it should be so.
 * @param own processes that are proved to be Portreeve's agent
 */
export function judged(
  listener: Listener,
  { host, visibility }: Pick<Inspection, 'host' | 'visibility'>,
  registry: Registry,
  own: ReadonlySet<number>,
): AssessedListener {
  const { port, kind } = listener;
  const assignments = port === null || !isTransport(kind) ? [] : registry.lookup(port, kind);
  return {
    listener,
    assignments,
    verdict: assess(listener, {
      assignments,
      ephemeral: host.ephemeral,
      // Who looked may be another process than this one.
      privileged: visibility.privileged,
      own,
    }),
  };
}

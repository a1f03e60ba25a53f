import type { KnockEvent } from '../../core/knock.ts';
import type { ListenerEvent } from '../../core/listener-event.ts';
import type { IgnoreRule } from './ignore.ts';

/** Who did what, as far as an event tells it: an event may have more sources and ports than are on record. */
interface Doing {
  readonly sources: readonly string[];
  readonly allSources: boolean;
  readonly ports: readonly number[];
  readonly allPorts: boolean;
  readonly transport: string | null;
}

/**
 * Whether nobody is to be told: all that it tells of must be covered by the rules. A scan of a thousand ports is told
 * though one of them is ignored.
 */
export function isIgnored(event: KnockEvent, rules: readonly IgnoreRule[]): boolean {
  const doing = doingOf(event);
  if (doing === null || rules.length === 0) return false;
  const { sources, allSources, ports, allPorts, transport } = doing;
  const portKnown = allPorts && ports.length > 0;
  const covers = (source: string | null): boolean =>
    rules.some((rule) => rule.port === null && source !== null && rule.hasSource(source)) ||
    (portKnown &&
      ports.every((port) =>
        rules.some(
          (rule) =>
            rule.port === port &&
            (rule.transport === null || rule.transport === transport) &&
            (rule.source === null || (source !== null && rule.hasSource(source))),
        ),
      ));
  // Sources that are not on record can only be covered by a rule about ports alone.
  return allSources && sources.length > 0 ? sources.every(covers) : covers(null);
}

function doingOf(event: KnockEvent): Doing | null {
  if (event.type === 'scan') {
    const { source, sources, sourceCount, ports, transport } = event.scan;
    const named = [...new Set(source === null ? sources : [source, ...sources])];
    return {
      sources: named,
      allSources: named.length >= sourceCount,
      ports: ports.top.map(({ port }) => port),
      allPorts: ports.exact && ports.top.length >= ports.count,
      transport,
    };
  }
  if (event.type === 'backscatter') {
    // Its ports are the victim's own.
    return { sources: [event.victim.address], allSources: true, ports: [], allPorts: false, transport: null };
  }
  if (event.type === 'drops') return null;
  const { port, transport } = event.flood;
  // Whoever sends a flood has forged who he is.
  return { sources: [], allSources: false, ports: port === null ? [] : [port], allPorts: true, transport };
}

/** A change of a listener has no source: rules about a port alone cover it. */
export const isIgnoredChange = ({ port, transport }: ListenerEvent, rules: readonly IgnoreRule[]): boolean =>
  rules.some(
    (rule) =>
      rule.source === null && rule.port === port && (rule.transport === null || rule.transport === transport),
  );

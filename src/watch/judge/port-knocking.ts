import type { Facts } from './facts.ts';

const fewestKnocks = 3;
const mostKnocks = 8;
const withinMicroseconds = 30e6;

/**
 * A few passing ports in a set order, silent all, and then a service that takes the sender: the knock that a firewall
 * waits for. A scan that finds one service among so few ports need not find it last.
 */
export function isPortKnocking({ summary, successes, tool }: Facts): boolean {
  const { protocol, ports, targets, samples, shapes, signsTried } = summary;
  if (protocol !== 'tcp' || successes === 0 || targets.count !== 1 || shapes.syn !== signsTried) return false;
  if (tool.name !== null && tool.name !== 'kernel connect') return false;
  if (ports.count < fewestKnocks + 1 || ports.count > mostKnocks + 1) return false;
  // Each port where it stands first: the last of them is the service.
  const first = new Map<number, number>();
  for (const { destinationPort, at } of samples)
    if (destinationPort !== null && at !== null && !first.has(destinationPort))
      first.set(destinationPort, at);
  const order = Array.from(first).sort(([, one], [, other]) => one - other);
  if (order.length !== ports.count) return false;
  const knocks = order.slice(0, -1);
  const begun = order[0]?.[1] ?? 0;
  const [service, opened] = order.at(-1) ?? [0, Number.POSITIVE_INFINITY];
  const visits = ports.top.find(({ port }) => port === service)?.packets ?? 0;
  return (
    opened - begun <= withinMicroseconds &&
    knocks.every(([port]) => port >= 1024) &&
    !isRising(knocks.map(([port]) => port)) &&
    successes <= visits
  );
}

/** One port after another, without a gap: that is how one counts. */
const isRising = (ports: readonly number[]): boolean =>
  ports.every((port, index) => index === 0 || port === (ports[index - 1] ?? 0) + 1);

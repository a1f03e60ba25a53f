import { isIP } from 'node:net';
import { scopeOf } from '../../../core/address.ts';
import type { Transport } from '../../../core/transport.ts';
import type { Container, Publication } from '../../listener.ts';
import type { EngineContainer, EnginePort } from './engine-list.ts';
import type { Forwarder } from './forwarder.ts';

/** Where a forwarder listens. */
export interface ForwardedAt {
  readonly transport: Transport;
  readonly address: string;
  readonly port: number;
}

/** A container known by its cgroup, with what its engine says of it; as it was where no engine knows it. */
export function identify(container: Container, known: readonly EngineContainer[]): Container {
  if (!/^[0-9a-f]{12,64}$/.test(container.id)) return container;
  const match = known.find(({ id }) => id.startsWith(container.id) || container.id.startsWith(id));
  return match === undefined ? container : plainContainer(match);
}

/** Only what the contract shows of a container. */
export const plainContainer = ({ id, name, image, runtime, compose }: EngineContainer): Container => ({
  id,
  name,
  image,
  runtime,
  ...(compose === undefined ? {} : { compose }),
});

/** One where there is exactly one; a choice among several would be a guess. */
const only = <T>(all: readonly T[]): T | null => (all.length === 1 ? (all[0] ?? null) : null);

/**
 * The container that a forwarder serves: the one with the address it sends to, on any network; else the one that
 * publishes the port it holds; else the one its command line names. Null where that is not certain.
 */
export function containerOfForwarder(
  forwarder: Forwarder,
  at: ForwardedAt,
  known: readonly EngineContainer[],
): Container | null {
  const { route, container: named } = forwarder;
  const addressed = known.filter(
    ({ addresses }) => route !== null && addresses.includes(route.containerAddress),
  );
  const publishing = known.filter(({ ports }) => ports.some((port) => isAt(port, at)));
  const found =
    known.find(({ id }) => id === named?.id) ??
    only(addressed) ??
    only(addressed.filter((one) => publishing.includes(one))) ??
    only(publishing);
  if (found !== null && found !== undefined) return plainContainer(found);
  return named === null ? null : { id: named.id, name: named.name, image: null, runtime: forwarder.engine };
}

const isAt = ({ transport, hostAddress, hostPort }: EnginePort, at: ForwardedAt): boolean =>
  transport === at.transport &&
  hostPort === at.port &&
  (hostAddress === at.address || scopeOf(hostAddress) === 'wildcard' || scopeOf(at.address) === 'wildcard');

/** What a forwarder publishes by holding a port. */
export function publicationOfForwarder(
  forwarder: Forwarder,
  at: ForwardedAt,
  known: readonly EngineContainer[],
): Publication {
  const container = containerOfForwarder(forwarder, at, known);
  const engine = known.find(({ id }) => id === container?.id);
  const port = engine?.ports.find((candidate) => isAt(candidate, at));
  return {
    transport: at.transport,
    hostAddress: at.address,
    hostPort: at.port,
    targetAddress:
      forwarder.route?.containerAddress ?? (engine === undefined ? null : addressFor(engine, at.address)),
    targetPort: forwarder.route?.containerPort ?? port?.containerPort ?? null,
    by: forwarder.engine,
    container,
  };
}

/** Every port that the engines say they publish, whoever hands the packets on. */
export const publicationsOfContainers = (known: readonly EngineContainer[]): readonly Publication[] =>
  known.flatMap((container) =>
    container.ports.map(({ transport, hostAddress, hostPort, containerPort }) => ({
      transport,
      hostAddress,
      hostPort,
      targetAddress: addressFor(container, hostAddress),
      targetPort: containerPort,
      by: container.runtime === 'podman' ? 'podman' : 'docker',
      container: plainContainer(container),
    })),
  );

/** The container's address of the host address's family, where it has only one. */
function addressFor({ addresses }: EngineContainer, hostAddress: string): string | null {
  const same = addresses.filter((address) => isIP(address) === isIP(hostAddress));
  return only(same.length > 0 ? same : addresses);
}

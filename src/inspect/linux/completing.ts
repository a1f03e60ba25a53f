import { isTransport } from '../../core/transport.ts';
import type { Listener, Publication } from '../listener.ts';
import {
  containerOfForwarder,
  type EngineContainer,
  type Forwarder,
  identify,
  listContainers,
  parseForwarder,
  publicationOfForwarder,
  publicationsOfContainers,
} from './containers/index.ts';
import { distinctPublications, natPublications, publicationsTo, withContainers } from './published/index.ts';
import { askSystemd, type SystemdAnswer, systemdRunning, withSystemd } from './units/index.ts';

/** Listeners with what others than the kernel know of them. */
export interface Completed {
  readonly listeners: readonly Listener[];
  /** What this host publishes by NAT or forwarders; null where nobody asked. */
  readonly publications: readonly Publication[] | null;
  readonly systemd: SystemdAnswer | null;
  readonly notes: readonly string[];
}

export interface CompleteOptions {
  /** Ask systemd about the units, and the NAT tables. */
  readonly full: boolean;
  /** Ask engines and NAT tables though no listener calls for it: nobody may hold the port, and it is published. */
  readonly publications: boolean;
}

/**
 * Adds names of containers, what forwarders serve, publications, and systemd's own word. Each of them is another
 * program that may be slow, so it is asked only where a listener calls for it, all at once, each within its time.
 */
export async function completed(
  listeners: readonly Listener[],
  options: CompleteOptions,
): Promise<Completed> {
  const forwarders = new Map(listeners.map((listener) => [listener, forwarderOf(listener)]));
  const foreign = listeners.some(
    (listener) => listener.container !== null || !listener.netns.own || forwarders.get(listener) !== null,
  );
  const wantsEngine = foreign || options.publications;
  const wantsNat = options.publications || (options.full && foreign);
  const [engines, nat, systemd] = await Promise.all([
    wantsEngine ? listContainers() : null,
    wantsNat ? natPublications() : null,
    options.full && systemdRunning() ? askManagers(listeners) : null,
  ]);
  const known = engines?.containers ?? [];
  const publications =
    nat === null
      ? null
      : withContainers(
          distinctPublications([...nat.publications, ...publicationsOfContainers(known)]),
          known,
        );
  const all = listeners.map((listener) => {
    const served = contained(listener, forwarders.get(listener) ?? null, known);
    return withUnit(withPublications(served, publications ?? publicationsOfContainers(known)), systemd);
  });
  return {
    listeners: all,
    publications,
    systemd,
    notes: [...(engines?.notes ?? []), ...(nat?.notes ?? []), ...(systemd?.notes ?? [])],
  };
}

const forwarderOf = ({ owners }: Listener): Forwarder | null =>
  owners
    .map(({ cmdline }) => (cmdline === null ? null : parseForwarder(cmdline)))
    .find((one) => one !== null) ?? null;

/** The system's manager, and that of every user who has units among the listeners; their answers as one. */
async function askManagers(listeners: readonly Listener[]): Promise<SystemdAnswer> {
  const units = listeners.map(({ unit }) => unit).filter((unit) => unit !== null);
  const users = [...new Set(units.map(({ userManager }) => userManager))].filter((uid) => uid !== undefined);
  const namesOf = (uid: number | undefined) =>
    units.filter(({ userManager }) => userManager === uid).map(({ name }) => name);
  const answers = await Promise.all([
    askSystemd({ units: namesOf(undefined) }),
    ...users.map((userManager) => askSystemd({ units: namesOf(userManager), userManager })),
  ]);
  return {
    units: new Map(answers.flatMap((answer) => [...answer.units])),
    sockets: answers.flatMap(({ sockets }) => sockets),
    notes: answers.flatMap(({ notes }) => notes),
  };
}

/** The container named; for a forwarder the one that it serves. */
function contained(
  listener: Listener,
  forwarder: Forwarder | null,
  known: readonly EngineContainer[],
): Listener {
  const { container, kind, port, address } = listener;
  if (forwarder === null || port === null || !isTransport(kind)) {
    return container === null ? listener : { ...listener, container: identify(container, known) };
  }
  const at = { transport: kind, address, port };
  return {
    ...listener,
    container: containerOfForwarder(forwarder, at, known) ?? container,
    forwarder: { program: forwarder.program, engine: forwarder.engine },
    published: [publicationOfForwarder(forwarder, at, known)],
  };
}

/** What hands packets of the host on to a listener in a container. */
function withPublications(listener: Listener, publications: readonly Publication[]): Listener {
  const { netns, port, kind, container, address } = listener;
  if (netns.own || port === null || !isTransport(kind)) return listener;
  const published = publicationsTo(publications, {
    transport: kind,
    port,
    addresses: [address],
    containerId: container?.id ?? null,
  });
  return published.length === 0 ? listener : { ...listener, published };
}

function withUnit(listener: Listener, systemd: SystemdAnswer | null): Listener {
  const { unit, kind, port, address, netns } = listener;
  if (systemd === null || !netns.own || port === null || !isTransport(kind)) return listener;
  return { ...listener, unit: withSystemd(unit, { transport: kind, port, address }, systemd) };
}

import type { Transport } from '../core/transport.ts';
import { transports } from '../core/transport.ts';
import { browserBlocked } from './bad-ports.ts';
import { briefOf, type PortBrief } from './brief.ts';
import type { Dossier } from './claim.ts';
import { DossierShelf } from './dossier/load.ts';
import { dossierOf } from './dossier/stored.ts';
import { Layers, type OpenLayer } from './layers.ts';
import { lookUp, registryAssignments } from './lookup.ts';
import { type Neighbours, neighbours } from './neighbours.ts';
import { type RegistryPlaces, registryPlaces } from './places.ts';
import { namedRanges, type RangeInfo, rangeInfo } from './ranges.ts';
import type { Assignment, AssignmentStatus } from './record.ts';
import { type RegistryStatus, registryStatus } from './report.ts';
import { Finder, type PortFinder, type PortLookup } from './search/finder.ts';
import type { SearchHint } from './search/hints.ts';
import { servicesAt } from './source/etc-services.ts';
import { strongestStatus } from './status.ts';
import type { NamedRange } from './table/layout.ts';
import type { Table } from './table/read.ts';

/** The registry as this host has it; nothing is read before the first question. */
export interface Registry {
  readonly places: RegistryPlaces;
  /**
   * What is registered for a port on one transport (always an answer, if only "unassigned") or on all of them
   * (null). The primary service comes first; the host's own names follow where they differ. Empty only where
   * no layer can be read, which `notes` then says.
   */
  lookup(port: number, transport: Transport | null): readonly Assignment[];
  /** The range of RFC 6335 the port is in, and how full it is by the best layer. */
  rangeInfo(port: number): RangeInfo;
  neighbours(port: number): Neighbours;
  /** Services with several ports by one registration, such as x11 with 6000-6063. */
  namedRanges(): readonly NamedRange[];
  /** The strongest status of the port over the transports, by the best layer of the registry. */
  statusOf(port: number): AssignmentStatus;
  /** Whether somebody has the port on any transport, by any layer, named ranges and the host's names included. */
  isAssigned(port: number): boolean;
  /** The port in a word, for lists of ports: by the best layer, remembered. */
  brief(port: number): PortBrief;
  /** The same object each time. */
  dossierFor(port: number): Dossier | null;
  /** Ports that a dossier tells of, in ascending order. */
  dossierPorts(): readonly number[];
  dossierCount(): number;
  /** Whether browsers refuse `http://host:PORT/`, by the Fetch Standard. */
  browserBlocked(port: number): boolean;
  /** Whether every row of the registry is known, so that a port without one is certainly unassigned. */
  isWhole(): boolean;
  /** Titles and words of dossiers and aliases, by which ports are found besides their registration. */
  hints(): readonly SearchHint[];
  /** Loads the search index; keep it for further questions. */
  finder(): PortFinder;
  status(): RegistryStatus;
  /** Layers that could not be used so far and what answers instead, in sentences. */
  readonly notes: readonly string[];
  /** Closes the tables; a later question opens them again. */
  close(): void;
}

export type RegistryOptions = Partial<RegistryPlaces>;

/** Opens the registry; `options` replace single places, for tests and for foreign data. */
export function openRegistry(options: RegistryOptions = {}): Registry {
  const places = { ...registryPlaces(), ...options };
  const layers = new Layers(places);
  const shelf = new DossierShelf(places.packageData);
  const dossiers = new Map<number, Dossier>();
  return {
    places,
    lookup: (port, transport) => lookUp(layers, port, transport),
    rangeInfo: (port) => rangeInfo(layers, port),
    neighbours: (port) => neighbours(layers, port),
    namedRanges: () => namedRanges(layers),
    statusOf: (port) => statusOf(layers, port),
    isAssigned: (port) => isAssigned(layers, port),
    brief: (port) => briefOf(layers, port),
    dossierFor: (port) => {
      const known = dossiers.get(port);
      if (known !== undefined) return known;
      const stored = shelf.forPort(port);
      if (stored === null) return null;
      const dossier = dossierOf(stored, port);
      dossiers.set(port, dossier);
      return dossier;
    },
    dossierPorts: () => shelf.ports(),
    dossierCount: () => shelf.count(),
    browserBlocked,
    isWhole: () => layers.best?.table.meta.whole ?? false,
    hints: () => shelf.hints(),
    finder: () => finderOf(layers, shelf),
    status: () => registryStatus(layers),
    get notes() {
      return [...layers.notes];
    },
    close: () => layers.close(),
  };
}

const statusIn = ({ table }: OpenLayer, port: number): AssignmentStatus =>
  strongestStatus(transports.map((transport) => table.segments.at(port, transport)?.status ?? 'unassigned'));

const statusOf = (layers: Layers, port: number): AssignmentStatus =>
  layers.ask((layer) => statusIn(layer, port)) ?? 'unassigned';

function isAssigned(layers: Layers, port: number): boolean {
  if (statusOf(layers, port) === 'assigned') return true;
  if (layers.host !== null && servicesAt(layers.host.text, port).length > 0) return true;
  return (
    layers.best?.name === 'full' && layers.embedded !== null && statusIn(layers.embedded, port) === 'assigned'
  );
}

/** A finder over the best layer; where that turns out damaged, the next one is searched. */
function finderOf(layers: Layers, shelf: DossierShelf): PortFinder {
  const parts = { hints: shelf.hints(), lookUp: portLookup(layers) };
  let current: { readonly table: Table | null; readonly finder: Finder } | null = null;
  const over = (table: Table | null): Finder => {
    if (current?.table !== table) current = { table, finder: new Finder({ table, ...parts }) };
    return current?.finder ?? new Finder({ table, ...parts });
  };
  layers.ask(({ table }) => over(table));
  return {
    find: (words, options) =>
      layers.ask(({ table }) => over(table).find(words, options)) ?? over(null).find(words, options),
  };
}

const portLookup =
  (layers: Layers): PortLookup =>
  (port) => {
    const found = layers.ask((layer) => registryAssignments(layer, port, null)) ?? [];
    const primary = found.find(({ status }) => status === 'assigned') ?? found[0];
    return {
      port,
      toPort: primary?.service === null ? port : (primary?.ports.to ?? port),
      transports: [
        ...new Set(found.filter(({ service }) => service === primary?.service).map((one) => one.transport)),
      ],
      service: primary?.service ?? null,
      description: primary?.description ?? '',
    };
  };

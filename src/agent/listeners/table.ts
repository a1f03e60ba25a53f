import { createHash } from 'node:crypto';
import { judged } from '../../answer/index.ts';
import type { AssessedListener } from '../../contract/listener-item.ts';
import type { Transport } from '../../core/transport.ts';
import type { Visibility } from '../../core/visibility.ts';
import { type ChangeTracker, placeKey, trackChanges } from '../../inspect/index.ts';
import type { HostPorts, Inspection, Listener } from '../../inspect/listener.ts';
import type { Registry } from '../../registry/index.ts';
import type { KnownListener, ListenerTable } from '../../web/index.ts';
import { OpenPorts } from './open-ports.ts';
import type { TableChange } from './told.ts';

/** A port that closes for less than this was restarted. */
const patience = 2500;

const nothingSeen: Visibility = {
  complete: false,
  privileged: false,
  method: 'none',
  processes: { seen: null, hidden: null },
  namespaces: { seen: null, hidden: null },
  notes: ['Nothing was looked at yet.'],
};

export interface TableOptions {
  readonly registry: Registry;
  /** The agent's own processes. */
  readonly own: ReadonlySet<number>;
  /** The ports whose pages show something else now; null: all of them. */
  readonly onShown: (ports: ReadonlySet<number> | null) => void;
}

/** What listens here, look by look: judged, with ids and since when. */
export class LiveTable implements ListenerTable {
  readonly open = new OpenPorts();
  readonly #options: TableOptions;
  readonly #tracker: ChangeTracker = trackChanges({ patience });
  /** By place: since when it is known to be open; null where it was there before. */
  readonly #since = new Map<string, number | null>();
  /** A listener that is gone is told of as it was known last. */
  readonly #rowOf = new WeakMap<Listener, KnownListener>();
  #rows: readonly KnownListener[] = [];
  #faces: ReadonlyMap<KnownListener, string> = new Map();
  #byPort: ReadonlyMap<number, readonly KnownListener[]> = new Map();
  #inspection: Inspection | null = null;
  #lookedAt: number | null = null;

  constructor(options: TableOptions) {
    this.#options = options;
  }

  get visibility(): Visibility {
    return this.#inspection?.visibility ?? nothingSeen;
  }

  get host(): HostPorts {
    return this.#inspection?.host ?? { ephemeral: null, reserved: null, unprivilegedFrom: null };
  }

  get lookedAt(): number | null {
    return this.#lookedAt;
  }

  all(): readonly KnownListener[] {
    return this.#rows;
  }

  at(port: number, transport: Transport | null): readonly KnownListener[] {
    const found = this.#byPort.get(port) ?? [];
    return transport === null ? found : found.filter(({ listener }) => listener.kind === transport);
  }

  /**
   * Takes a look made at `now` (microseconds), or null where nothing changed since the last, and gives what happened.
   */
  step(inspection: Inspection | null, now: number): readonly TableChange[] {
    const first = this.#inspection === null;
    this.#lookedAt = now;
    if (inspection === null && !this.#tracker.unsettled()) return [];
    const seen = inspection ?? this.#inspection;
    if (seen === null) return [];
    const news = this.#tracker.step(seen.listeners, now / 1000);
    for (const { kind, listener } of news) {
      if (kind === 'closed') this.#since.delete(placeKey(listener));
      else this.#since.set(placeKey(listener), now);
    }
    if (first) for (const listener of seen.listeners) this.#since.set(placeKey(listener), null);
    if (inspection !== null) this.#take(inspection);
    return news.flatMap(({ kind, listener, before }) => {
      const row = this.#rowOf.get(listener);
      return row === undefined ? [] : [{ kind, row, before, at: now }];
    });
  }

  /** Judges everything anew: the registry is another one. */
  judgeAgain(): void {
    if (this.#inspection !== null) this.#take(this.#inspection);
    this.#options.onShown(null);
  }

  #take(inspection: Inspection): void {
    const before = this.#inspection;
    this.#inspection = inspection;
    this.open.take(inspection.listeners);
    const ids = new Set<string>();
    const rows = inspection.listeners.map((listener) =>
      this.#known(judged(listener, inspection, this.#options.registry, this.#options.own), ids),
    );
    const faces = new Map(rows.map((row) => [row, faceOf(row)]));
    const shown = differing(this.#faces, faces);
    this.#rows = rows;
    this.#faces = faces;
    this.#byPort = byPort(rows);
    for (const row of rows) this.#rowOf.set(row.listener, row);
    const ledgerChanged = ledgerOf(before) !== ledgerOf(inspection);
    if (ledgerChanged || shown.size > 0) this.#options.onShown(ledgerChanged ? null : shown);
  }

  #known(assessed: AssessedListener, taken: Set<string>): KnownListener {
    const key = placeKey(assessed.listener);
    let id = idOf(key);
    for (let copy = 2; taken.has(id); copy++) id = idOf(`${key} ${copy}`);
    taken.add(id);
    return { ...assessed, id, since: this.#since.get(key) ?? null };
  }
}

const idOf = (key: string): string => `l${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;

function byPort(rows: readonly KnownListener[]): ReadonlyMap<number, readonly KnownListener[]> {
  const found = new Map<number, KnownListener[]>();
  for (const row of rows) {
    const { port } = row.listener;
    if (port === null) continue;
    const others = found.get(port);
    if (others === undefined) found.set(port, [row]);
    else others.push(row);
  }
  return found;
}

/** All that a page shows of it. */
const faceOf = ({ listener, verdict, since }: KnownListener): string =>
  JSON.stringify([listener, verdict, since], (key, value: unknown) =>
    key === 'backlog' || key === 'drops' || typeof value === 'bigint' ? undefined : value,
  );

/** Ports of the rows that are in only one of the two. */
function differing(
  before: ReadonlyMap<KnownListener, string>,
  after: ReadonlyMap<KnownListener, string>,
): ReadonlySet<number> {
  const ports = new Set<number>();
  const miss = (from: ReadonlyMap<KnownListener, string>, other: ReadonlySet<string>): void => {
    for (const [{ listener }, face] of from)
      if (listener.port !== null && !other.has(face)) ports.add(listener.port);
  };
  miss(before, new Set(after.values()));
  miss(after, new Set(before.values()));
  return ports;
}

/** What every page says of the machine as a whole. */
const ledgerOf = (inspection: Inspection | null): string =>
  inspection === null
    ? ''
    : JSON.stringify([
        inspection.host,
        { ...inspection.visibility, processes: inspection.visibility.processes.hidden },
      ]);

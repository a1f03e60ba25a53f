import type { Registry } from 'prom-client';
import { knockKinds } from '../../core/knock.ts';
import { verdictLevels } from '../../core/verdict.ts';
import type { MachineView } from '../../web/index.ts';
import type { KeeperState } from '../keeping/keeper.ts';
import { usageOf } from './usage.ts';

export interface MetricSources {
  readonly view: MachineView;
  readonly version: string;
  readonly storeState: () => KeeperState;
  /** Events told so far, by kind; a scan's kind, or backscatter, flood, drops. */
  readonly knocks: ReadonlyMap<string, number>;
  readonly changes: ReadonlyMap<string, number>;
  readonly helperPid: number | null;
}

const storeStates: readonly KeeperState[] = ['ok', 'none', 'full', 'busy', 'damaged', 'refused', 'other'];
const changeKinds = ['opened', 'closed', 'restarted', 'replaced'] as const;
const eventKinds = [...knockKinds, 'backscatter', 'flood', 'drops'] as const;

/** The text of /metrics, made when it is asked for: until then the library is not even loaded. */
export function metricsOf(sources: MetricSources): () => Promise<string> {
  let registry: Registry | null = null;
  return async () => {
    registry ??= build(sources, await import('prom-client'));
    return await registry.metrics();
  };
}

type Library = typeof import('prom-client');

/** No label has more values than are written here: never a port, never an address. */
function build(sources: MetricSources, { Registry: Register, Gauge, Counter }: Library): Registry {
  const register = new Register();
  type Labelled = Iterable<readonly [string, number]>;
  const labelled = (
    kind: typeof Gauge | typeof Counter,
    [name, help, label]: readonly [string, string, string],
    values: () => Labelled,
  ): void =>
    register.registerMetric(
      new kind({
        name,
        help,
        labelNames: [label],
        registers: [],
        collect() {
          this.reset();
          for (const [value, count] of values()) this.labels(value).inc(count);
        },
      }),
    );
  const single = (
    kind: typeof Gauge | typeof Counter,
    name: string,
    help: string,
    value: () => number,
  ): void =>
    register.registerMetric(
      new kind({
        name,
        help,
        registers: [],
        collect() {
          this.reset();
          this.inc(value());
        },
      }),
    );
  const gauge = (name: string, help: string, value: () => number): void => single(Gauge, name, help, value);
  const counter = (name: string, help: string, value: () => number): void =>
    single(Counter, name, help, value);
  const { view, version, knocks, changes, storeState, helperPid } = sources;

  labelled(Gauge, ['reeve_build_info', 'The version that runs.', 'version'], () => [[version, 1]]);
  gauge(
    'reeve_start_time_seconds',
    'When the agent started, seconds since 1970.',
    () => view.startedAt / 1e6,
  );
  labelled(Gauge, ['reeve_listeners', 'Listeners by verdict.', 'verdict'], () => {
    const rows = view.listeners.all();
    return verdictLevels.map((level) => [level, rows.filter((row) => row.verdict.level === level).length]);
  });
  labelled(
    Counter,
    ['reeve_listener_changes_total', 'What happened to listeners since the start.', 'kind'],
    () => changeKinds.map((kind) => [kind, changes.get(kind) ?? 0]),
  );
  labelled(
    Counter,
    ['reeve_knock_events_total', 'States of events told since the start, by kind.', 'kind'],
    () => eventKinds.map((kind) => [kind, knocks.get(kind) ?? 0]),
  );
  counter(
    'reeve_capture_packets_total',
    'Packets that passed the filter.',
    () => view.status().capture.packets,
  );
  counter(
    'reeve_capture_dropped_total',
    'Packets lost as the ring was full.',
    () => view.status().capture.dropped,
  );
  gauge('reeve_capture_watching', '1 where knocks are watched.', () =>
    view.capture().state === 'watching' ? 1 : 0,
  );
  labelled(Gauge, ['reeve_store_state', '1 for the state that the store is in.', 'state'], () =>
    storeStates.map((state) => [state, storeState() === state ? 1 : 0]),
  );
  gauge('reeve_store_bytes', 'The size of the store.', () => view.status().store.bytes ?? 0);
  counter('reeve_store_dropped_total', 'Events that could not be stored.', () => view.status().store.dropped);
  labelled(Counter, ['reeve_hooks_total', 'What was told to people, by outcome.', 'outcome'], () =>
    Object.entries(view.status().hooks),
  );
  const processes = [
    ['agent', process.pid] as const,
    ...(helperPid === null ? [] : [['helper', helperPid] as const]),
  ];
  labelled(Gauge, ['reeve_resident_memory_bytes', 'Resident memory of each process.', 'process'], () =>
    processes.map(([name, pid]) => [name, usageOf(pid)?.residentBytes ?? 0]),
  );
  labelled(Counter, ['reeve_cpu_seconds_total', 'Processor time of each process.', 'process'], () =>
    processes.map(([name, pid]) => [name, usageOf(pid)?.cpuSeconds ?? 0]),
  );
  return register;
}

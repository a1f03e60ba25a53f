/*
 * A made-up machine for tests of pages, API and client: realistic listeners and events, a real store in a folder of its
 * own, a real table of relations. Nothing of the machine that runs the tests is in it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planToFree, relations } from '../../src/answer/index.ts';
import { envelope } from '../../src/contract/envelope.ts';
import type { PortAnswer } from '../../src/contract/port-document.ts';
import type { StatusDocument } from '../../src/contract/status.ts';
import type { KnockEvent } from '../../src/core/knock.ts';
import type { ListenerEvent } from '../../src/core/listener-event.ts';
import type { PortQuery } from '../../src/core/port.ts';
import type { Visibility } from '../../src/core/visibility.ts';
import { browserBlocked, openRegistry, type Registry } from '../../src/registry/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { rangeOf } from '../../src/watch/index.ts';
import type { LiveMessage, Numbered } from '../../src/web/live.ts';
import type { CaptureState, EndHolder, EndOutcome, KnownListener, MachineView } from '../../src/web/view.ts';
import { base } from '../store/events.ts';
import { sampleChanges, sampleEvents } from './machine-events.ts';
import { known, type Sample, sampleListeners } from './machine-listeners.ts';

export interface FakeOptions {
  readonly listeners?: readonly Sample[];
  readonly events?: readonly KnockEvent[];
  readonly changes?: readonly ListenerEvent[];
  readonly visibility?: Visibility;
  readonly capture?: CaptureState;
  /** False: there is no store, with the sentence that says why. */
  readonly stored?: boolean;
  readonly registry?: Registry;
  readonly endOutcome?: EndOutcome;
}

export interface FakeMachine {
  readonly view: MachineView;
  readonly registry: Registry;
  /** Null where the options say so. */
  readonly store: Store | null;
  /** Tells followers as the agent does. */
  readonly announce: (message: LiveMessage) => void;
  /** Replaces the table. */
  readonly setListeners: (samples: readonly Sample[]) => void;
  /** What `end` was asked. */
  readonly ended: readonly EndHolder[];
  readonly close: () => void;
}

export const seesAll: Visibility = {
  complete: true,
  privileged: true,
  method: 'bpf',
  processes: { seen: 214, hidden: 0 },
  namespaces: { seen: 2, hidden: 0 },
  notes: [],
};

const watching: CaptureState = {
  state: 'watching',
  interfaces: ['eth0'],
  since: base - 3_600_000_000,
};

/** Nothing of the host that runs the tests: neither a full registry that was fetched nor its own names. */
const nowhere = '/nonexistent';
const embedded = (): Registry => openRegistry({ ownTable: nowhere, systemTable: nowhere, services: nowhere });

/** @returns a machine whose time stands at `base`; close it */
export function fakeMachine(options: FakeOptions = {}): FakeMachine {
  const { visibility = seesAll, capture = watching, stored = true, registry = embedded() } = options;
  const folder = mkdtempSync(join(tmpdir(), 'reeve-fake-'));
  const store = stored ? filled(join(folder, 'knocks.db'), options) : null;
  const listed = (samples: readonly Sample[]): readonly KnownListener[] =>
    samples.map((sample) => known(sample, registry));
  let listeners = listed(options.listeners ?? sampleListeners());
  const news: Numbered[] = [];
  const followers = new Set<(one: Numbered) => void>();
  const versions = { count: 1 };
  const ended: EndHolder[] = [];
  const host = {
    ephemeral: { from: 32_768, to: 60_999 },
    reserved: [],
    unprivilegedFrom: 1024,
  };
  const at: MachineView['listeners']['at'] = (port, transport) =>
    listeners.filter(
      ({ listener }) => listener.port === port && (transport === null || listener.kind === transport),
    );
  const view: MachineView = {
    name: 'harbour',
    startedAt: base - 7_200_000_000,
    listeners: { all: () => listeners, at, visibility, host, lookedAt: base - 400_000 },
    live: {
      epoch: 'test1',
      get latest() {
        return news.length;
      },
      after: (id) => (id > news.length ? null : news.slice(id)),
      subscribe: (follower) => {
        followers.add(follower);
        return () => void followers.delete(follower);
      },
    },
    capture: () => capture,
    store,
    storeTrouble: stored ? null : 'The store could not be opened: the disk is full',
    portVersion: () => versions.count,
    knocked: { tcp: new Uint32Array(65_536), udp: new Uint32Array(65_536) },
    answer: (query) => Promise.resolve(answerOf(query, view, registry)),
    status: () => statusOf(view, capture, store),
    relations,
    rangeOf,
    vote: (vote) => store?.vote(vote) ?? false,
    planToEnd: ({ listener }) =>
      planToFree(listener, { self: new Set([999_999]), privileged: true, isReadable: () => true }),
    end: (ending) => {
      ended.push(ending);
      return Promise.resolve(options.endOutcome ?? 'ended');
    },
  };
  return {
    view,
    registry,
    store,
    announce: (message) => {
      versions.count++;
      const one = { id: news.length + 1, message };
      news.push(one);
      for (const follower of followers) follower(one);
    },
    setListeners: (samples) => {
      versions.count++;
      listeners = listed(samples);
    },
    ended,
    close: () => {
      store?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function filled(path: string, { events = sampleEvents(), changes = sampleChanges() }: FakeOptions): Store {
  const store = openStore({ path, now: () => base, retention: { days: 30, bytes: 2 ** 30 } });
  for (const event of events) store.put(event);
  for (const change of changes) store.putChange(change);
  store.flush();
  return store;
}

function answerOf(query: PortQuery, view: MachineView, registry: Registry): PortAnswer {
  const { port, transport } = query;
  const holders = view.listeners.at(port, transport);
  return {
    query,
    range: registry.rangeInfo(port),
    assignments: registry.lookup(port, transport),
    dossier: registry.dossierFor(port),
    neighbours: registry.neighbours(port),
    browserBlocked: browserBlocked(port),
    host: view.listeners.host,
    notFree: [],
    state: holders.length > 0 ? 'held' : 'free',
    holders,
    verdict: holders[0]?.verdict ?? {
      level: 'expected',
      because: [
        {
          rule: 'silent',
          level: 'expected',
          text: 'Nothing listens; whatever arrives here is unsolicited.',
          evidence: {},
        },
      ],
    },
    visibility: view.listeners.visibility,
    knocks: {
      known: view.store?.portKnocks(port, transport) ?? null,
      unknown: view.storeTrouble,
    },
  };
}

function statusOf(view: MachineView, capture: CaptureState, store: Store | null): StatusDocument {
  const iso = (time: number): string => new Date(time / 1000).toISOString();
  const stored = store?.status();
  return {
    ...envelope('portreeve/status/1'),
    version: '0.0.0',
    host: view.name,
    startedAt: iso(view.startedAt),
    ready: true,
    listeners: { count: view.listeners.all().length, lookedAt: iso(base), trouble: null },
    visibility: { ...view.listeners.visibility, notes: [...view.listeners.visibility.notes] },
    capture: {
      state: capture.state,
      interfaces: capture.state === 'watching' ? [...capture.interfaces] : [],
      why: capture.state === 'watching' ? null : capture.why,
      missing: capture.state === 'not-permitted' ? [...capture.missing] : [],
      packets: 0,
      dropped: 0,
    },
    store: {
      state: stored?.state ?? 'none',
      path: stored?.path ?? null,
      rows: stored?.rows ?? null,
      bytes: stored?.bytes ?? null,
      dropped: stored?.dropped ?? 0,
      trouble: view.storeTrouble,
    },
    registry: { source: 'embedded', date: null },
    addresses: ['http://127.0.0.1:7678'],
    viewers: 0,
    hooks: { sent: 0, failed: 0, held: 0 },
  };
}

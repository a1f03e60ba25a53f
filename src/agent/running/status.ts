import { envelope, visibilityItem } from '../../contract/envelope.ts';
import type { StatusDocument } from '../../contract/status.ts';
import type { Registry } from '../../registry/index.ts';
import type { CaptureState, ListenerTable } from '../../web/index.ts';
import type { HookCounts } from '../hooks/index.ts';
import type { Keeper } from '../keeping/keeper.ts';

export interface Standing {
  readonly version: string;
  readonly host: string;
  readonly startedAt: number;
  readonly listeners: ListenerTable;
  /** Why the table is not fresh. */
  readonly tableTrouble: string | null;
  readonly capture: CaptureState;
  readonly packets: number;
  readonly dropped: number;
  readonly keeper: Keeper;
  readonly registry: Registry;
  readonly addresses: readonly string[];
  readonly viewers: number;
  readonly hooks: HookCounts;
}

const iso = (time: number): string => new Date(time / 1000).toISOString();

/** `portreeve/status/1` */
export function statusOf(standing: Standing): StatusDocument {
  const { listeners, capture, keeper, addresses, hooks } = standing;
  const kept = keeper.status();
  return {
    ...envelope('portreeve/status/1'),
    version: standing.version,
    host: standing.host,
    startedAt: iso(standing.startedAt),
    ready: listeners.lookedAt !== null && addresses.length > 0,
    listeners: {
      count: listeners.all().length,
      lookedAt: listeners.lookedAt === null ? null : iso(listeners.lookedAt),
      trouble: standing.tableTrouble,
    },
    visibility: visibilityItem(listeners.visibility),
    capture: {
      state: capture.state,
      interfaces: capture.state === 'watching' ? [...capture.interfaces] : [],
      why: capture.state === 'watching' ? null : capture.why,
      missing: capture.state === 'not-permitted' ? [...capture.missing] : [],
      packets: standing.packets,
      dropped: standing.dropped,
    },
    store: {
      state: keeper.state,
      path: keeper.path,
      rows: kept?.rows ?? null,
      bytes: kept?.bytes ?? null,
      dropped: keeper.dropped,
      trouble: keeper.trouble,
    },
    registry: sourceOf(standing.registry),
    addresses: [...addresses],
    viewers: standing.viewers,
    hooks: { sent: hooks.sent, failed: hooks.failed, held: hooks.held },
  };
}

/** What answers for the registry; asking opens files, so it is remembered until the registry changes. */
const remembered = new WeakMap<Registry, StatusDocument['registry']>();

export const forgetSource = (registry: Registry): void => void remembered.delete(registry);

function sourceOf(registry: Registry): StatusDocument['registry'] {
  const known = remembered.get(registry);
  if (known !== undefined) return known;
  const used = registry.status().layers.find((layer) => layer.used && layer.layer !== 'host');
  const source = { source: used?.source?.name ?? 'none', date: used?.source?.date ?? null };
  remembered.set(registry, source);
  return source;
}

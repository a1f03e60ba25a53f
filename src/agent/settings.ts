import type { ListenAddress } from '../web/index.ts';
import type { Identity } from '../split/index.ts';
import type { KnockEvent } from '../core/knock.ts';
import type { AssessedListener } from '../contract/listener-item.ts';
import type { Visibility } from '../core/visibility.ts';
import type { CaptureState } from '../web/index.ts';
import type { HookOptions } from './hooks/index.ts';
import type { TableChange } from './listeners/told.ts';

/** A file that only who starts the agent may be able to read: by its name in the command, by a descriptor in the agent. */
export const secretFiles = ['token', 'tlsCert', 'tlsKey', 'clientCa', 'webhookSecret', 'log'] as const;
export type SecretFile = (typeof secretFiles)[number];

/** The options of `reeve up`, checked. */
export interface AgentSettings {
  /** `port` null: the agent's own choice. */
  readonly listen: readonly (Omit<ListenAddress, 'port'> & { readonly port: number | null })[];
  readonly names: readonly string[];
  /** File names by what they are for; null where there is none. */
  readonly files: Readonly<Record<SecretFile, string | null>>;
  readonly watch: boolean;
  readonly interfaces: readonly string[];
  readonly user: string | null;
  /** The store's file. */
  readonly store: string;
  readonly retention: { readonly days: number; readonly bytes: number };
  readonly registryUpdate: boolean;
  readonly hooks: Omit<HookOptions, 'webhookSecret'>;
}

/** What whoever started it is shown first. */
export interface AgentStart {
  readonly addresses: readonly string[];
  /** Why it is not the usual port; null: it is. */
  readonly portNote: string | null;
  readonly listeners: readonly AssessedListener[];
  readonly visibility: Visibility;
  readonly capture: CaptureState;
  readonly lacking: readonly {
    readonly capabilities: readonly string[];
    readonly lost: string;
    readonly grant: string;
  }[];
  readonly store: { readonly path: string; readonly trouble: string | null };
  readonly ownerSocket: string | null;
}

/** How the agent speaks to a person; the command line brings it along. */
export interface AgentScreen {
  /** A person looks: one line for each news, and no structured log on standard error. */
  readonly interactive: boolean;
  started(start: AgentStart): void;
  change(change: TableChange): void;
  knock(event: KnockEvent, id: string | null): void;
  news(level: 'info' | 'warn' | 'error', sentence: string): void;
  /** All is closed, and what was to be kept is kept. */
  ended(): void;
}

export interface AgentStarting {
  readonly settings: AgentSettings;
  readonly screen: AgentScreen;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Makes the store's folder and gives it to who will write there. */
  readonly prepare: (identity: Identity) => void;
}

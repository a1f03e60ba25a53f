import type { Server } from 'node:net';
import type { Registry } from '../../registry/index.ts';
import type { AssetFiles } from '../assets.ts';
import type { MachineView } from '../view.ts';

export interface ListenAddress {
  /** An address, not a name: `127.0.0.1`, `::1`, `0.0.0.0`. */
  readonly host: string;
  /** 0 = any free one, for tests. */
  readonly port: number;
}

/** What anything but loopback needs: at least one of the two. */
export interface Access {
  /** SHA-256 of tokens, in hex, that a request may bear (`Authorization: Bearer`, or once by the sign-in page). */
  readonly tokens: readonly string[];
  /** PEM; with `clientAuthority` a client must show a certificate of that authority (mTLS). */
  readonly tls: {
    readonly certificate: string;
    readonly key: string;
    readonly clientAuthority: string | null;
  } | null;
  /** Further names by which this host may be called in Host and Origin (`reeve.example.org`). */
  readonly names: readonly string[];
}

export interface WebOptions {
  readonly view: MachineView;
  readonly registry: Registry;
  readonly assets: AssetFiles;
  readonly version: string;
  /** Microseconds since 1970. */
  readonly now: () => number;
  readonly listen: readonly ListenAddress[];
  readonly access: Access;
  /** The owner's unix socket, listening already, and who is at the other end: only those may use it. Null = none. */
  readonly ownerSocket: {
    readonly server: Server;
    readonly mayUse: (descriptor: number) => boolean;
    /**
     * Answers `POST /owner/store`, the command line's questions to the store in their internal form: JSON text to JSON
     * text (`answerOwner` of the agent's client half). Never throws; only on this socket; a body has 64 KiB at the most.
     */
    readonly store?: (question: string) => string;
  } | null;
  /** The text of /metrics, but for what the web itself counts (requests, viewers), which it adds. */
  readonly metrics: () => Promise<string>;
  /** What somebody who reads the agent's log should know: refused requests, failures; values are already harmless. */
  readonly log: (
    level: 'info' | 'warn' | 'error',
    text: string,
    fields?: Readonly<Record<string, unknown>>,
  ) => void;
}

export interface Web {
  /** As they can be opened: `http://127.0.0.1:7678`. */
  readonly addresses: readonly string[];
  /** Who follows live now. */
  viewers(): number;
  /** Takes no more requests, lets those under way end, and ends all after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

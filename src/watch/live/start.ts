import { type DecoyRecord, type Decoys, openDecoys } from './decoys.ts';
import { type Live, type LiveOptions, openLive } from './live.ts';
import type { WatchOptions } from './options.ts';
import { runHelper } from './split/helper.ts';
import { joinHelper, type Joined, wasStartedByHelper } from './split/watcher.ts';

export interface WatchHandlers extends LiveOptions {
  readonly onDecoy?: (record: DecoyRecord) => void;
}

/** How the silence stands: `dropped` answers so far; with `failed`, why the kernel may answer again. */
export interface SilenceReport {
  readonly dropped: number;
  readonly failed: string | null;
}

/** The unprivileged end, in which everything foreign is parsed. */
export interface Watch extends Live {
  /** Begins to watch: nothing arrives before. Called once. */
  begin(handlers: WatchHandlers): void;
  /** Null where no silence was asked for, or none was reported yet. */
  silence(): SilenceReport | null;
  /** Connections and datagrams that the decoys did not take. */
  decoysRefused(): number;
  /** The names of the watched interfaces; empty = all but the loopback. */
  readonly interfaces: readonly string[];
  readonly decoyPorts: readonly number[];
  /** Resolves with the reason when the watch has to end: SIGINT, SIGTERM or SIGHUP to either process, or the helper's death. */
  readonly stopped: Promise<string>;
}

export type Started =
  | { readonly role: 'helper'; readonly exitCode: number }
  | { readonly role: 'watcher'; readonly watch: Watch };

/**
 * Starts a watch in two processes. Called by the command, this becomes the privileged helper: it opens the sockets,
 * starts the same command once more without privileges and resolves when that has ended, with its exit code. Called by
 * that second process, it resolves with the watch.
 * @throws ReeveError `NOT_PERMITTED` naming the capability; `USAGE`; `COMMAND_FAILED` where silence fails
 */
export async function startWatch(options: WatchOptions): Promise<Started> {
  // Whoever is privileged is never the watcher, whatever the environment says; see `become` for the one that was
  // started as root because another user could not read the program.
  if (!wasStartedByHelper()) return { role: 'helper', exitCode: await runHelper(options) };
  return { role: 'watcher', watch: new JoinedWatch(await joinHelper()) };
}

const nothingYet = {
  packets: 0,
  records: 0,
  drops: null,
  skipped: [],
  answers: { reset: 0, unreachable: 0, echo: 0 },
};

class JoinedWatch implements Watch {
  readonly interfaces: readonly string[];
  readonly decoyPorts: readonly number[];
  readonly stopped: Promise<string>;
  readonly #joined: Joined;
  #live: Live | null = null;
  #decoys: Decoys | null = null;
  #closed: Promise<void> | null = null;

  constructor(joined: Joined) {
    const { captures, decoys } = joined.grant;
    this.#joined = joined;
    this.stopped = joined.stopped;
    this.interfaces = captures.flatMap(({ interface: name }) => (name === null ? [] : [name]));
    this.decoyPorts = [...new Set(decoys.map(({ port }) => port))];
  }

  begin(handlers: WatchHandlers): void {
    const { captures, decoys } = this.#joined.grant;
    this.#live ??= openLive(captures, handlers);
    this.#decoys ??= openDecoys(decoys, handlers.onDecoy ?? (() => undefined), handlers.onError);
  }

  counts() {
    return this.#live?.counts() ?? nothingYet;
  }

  down() {
    return this.#live?.down() ?? [];
  }

  silence(): SilenceReport | null {
    return this.#joined.silence();
  }

  decoysRefused(): number {
    return this.#decoys?.refused() ?? 0;
  }

  /** Called again it waits for the same end. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#decoys?.close();
    await this.#live?.close();
    this.#joined.leave();
  }
}

import { closeSync } from 'node:fs';
import { openListening } from '../../../sys/listen-socket.ts';
import { type Capture, closeCaptures, openCaptures } from '../captures.ts';
import type { DecoySocket } from '../decoys.ts';
import type { WatchOptions } from '../options.ts';
import { renewEveryMs, Silence } from '../silent.ts';
import {
  Channel,
  endOf,
  endSoon,
  spawnUnprivileged,
  type Unprivileged,
  unprivilegedIdentity,
} from '../../../split/index.ts';
import { decodeFromWatcher, type FromHelper, type FromWatcher, type Stop } from './messages.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** What a watcher may take to put its things away. */
const patienceMs = 10_000;

/**
 * The privileged process: opens what takes a privilege, starts the watcher, keeps the silence, and ends with it. It
 * parses nothing that came over the network, and nothing of the watcher but the one word `ready`.
 * @returns the watcher's exit code
 */
export async function runHelper(options: WatchOptions): Promise<number> {
  const captures = openCaptures(options);
  let decoys: readonly DecoySocket[] = [];
  let silence: Silence | null = null;
  try {
    decoys = openDecoySockets(options.decoys ?? []);
    if (options.silent === true) {
      const listening = await (options.listening?.() ?? []);
      silence = await Silence.begin({ interfaces: options.interfaces, listening });
    }
    const root = process.getuid?.() === 0;
    const identity = root ? unprivilegedIdentity(options.user ?? null) : null;
    if (identity !== null) options.prepare?.(identity);
    const command = options.command ?? [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    const given = [...captures, ...decoys].map(({ fd }) => fd);
    const started = spawnUnprivileged({
      command,
      identity,
      given,
      finished: silence === null,
      unreadable: 'become',
    });
    return await serve(started, captures, decoys, silence, options);
  } finally {
    closeCaptures(captures);
    for (const { fd } of decoys) closeSync(fd);
    await silence?.end();
  }
}

function openDecoySockets(ports: readonly number[]): readonly DecoySocket[] {
  const opened: DecoySocket[] = [];
  try {
    for (const port of ports) {
      for (const transport of ['tcp', 'udp'] as const) {
        opened.push({ fd: openListening(transport, port), transport, port });
      }
    }
    return opened;
  } catch (error) {
    for (const { fd } of opened) closeSync(fd);
    throw error;
  }
}

async function serve(
  started: Unprivileged,
  captures: readonly Capture[],
  decoys: readonly DecoySocket[],
  silence: Silence | null,
  options: WatchOptions,
): Promise<number> {
  const { child, descriptors, become } = started;
  const channel = new Channel<FromWatcher, FromHelper>(started.channel, {
    decode: decodeFromWatcher,
    onMessage: () => undefined,
    // Whether it ended or went mad: without its channel it has to end.
    onEnd: () => endSoon(child, patienceMs),
  });
  const stop = (): void => {
    channel.send({ type: 'stop' } satisfies Stop);
    endSoon(child, patienceMs);
  };
  for (const signal of signals) process.on(signal, stop);
  const keeping = silence === null ? null : keep(silence, channel, options);
  try {
    channel.send({
      type: 'grant',
      captures: captures.map(({ ringBytes, interface: name }, index) => ({
        fd: descriptors[index] ?? -1,
        ringBytes,
        interface: name,
      })),
      decoys: decoys.map(({ transport, port }, index) => ({
        fd: descriptors[captures.length + index] ?? -1,
        transport,
        port,
      })),
      become: become === null ? null : { uid: become.uid, gid: become.gid },
    });
    return await endOf(child);
  } finally {
    if (keeping !== null) clearInterval(keeping);
    for (const signal of signals) process.off(signal, stop);
    channel.close();
  }
}

/** Renews the silence as long as it lasts, with what listens by then. */
function keep(
  silence: Silence,
  channel: Channel<FromWatcher, FromHelper>,
  options: WatchOptions,
): NodeJS.Timeout {
  let busy = false;
  const renew = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      const failed = await silence.renew((await options.listening?.()) ?? null);
      channel.send({ type: 'silence', dropped: (await silence.dropped()) ?? 0, failed });
    } catch (error) {
      channel.send({ type: 'silence', dropped: 0, failed: String(error).slice(0, 300) });
    } finally {
      busy = false;
    }
  };
  return setInterval(() => void renew(), renewEveryMs);
}

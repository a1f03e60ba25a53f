import { fail } from '../core/errors.ts';
import type { SocketKind, Transport } from '../core/transport.ts';
import type { Inspection, Owner } from './listener.ts';
import type { HeldProcess, InspectOptions, PortInspection } from './options.ts';

export { type ChangeTracker, type ListenerChange, placeKey, trackChanges } from './changes.ts';
export type { HeldProcess, InspectOptions, PortInspection } from './options.ts';

/**
 * Looks at this machine once: its listeners, who holds them and from where they can be reached. What could not
 * be seen is in `visibility`, never an error.
 * @throws ReeveError `PLATFORM_UNSUPPORTED` where there is no adapter
 */
export async function inspect(options: InspectOptions): Promise<Inspection> {
  switch (process.platform) {
    case 'linux':
      return (await import('./linux/index.ts')).inspectLinux(options);
    case 'darwin':
      return (await import('./darwin/index.ts')).inspectDarwin(forPlatform(options));
    case 'win32':
      return (await import('./windows/index.ts')).inspectWindows(forPlatform(options));
    default:
      throw unsupported();
  }
}

/**
 * For who looks again and again: gives a function that inspects in `list` detail and remembers owners, so that a look
 * at an unchanged machine costs a few milliseconds however many processes it has.
 */
export async function inspector(
  options: Omit<InspectOptions, 'detail' | 'port'>,
): Promise<() => Promise<Inspection>> {
  if (process.platform === 'linux') return (await import('./linux/index.ts')).linuxInspector(options);
  return () => inspect({ ...options, detail: 'list' });
}

/**
 * As `inspector`, for who asks about once a second for as long as the machine runs: null where nothing changed since the
 * last answer, which costs next to nothing; see `lookout.ts`.
 */
export async function lookout(
  options: Omit<InspectOptions, 'detail' | 'port'>,
): Promise<() => Promise<Inspection | null>> {
  const { lookingOut } = await import('./lookout.ts');
  const whole = await inspector(options);
  const quick =
    process.platform === 'linux' ? (await import('./linux/index.ts')).ownSocketsOnly(options) : null;
  return lookingOut({ whole, quick });
}

/** As `inspect`, for one port, in full detail. */
export async function inspectPort(port: number, transport: Transport | null): Promise<PortInspection> {
  const kinds: readonly SocketKind[] = transport === null ? ['tcp', 'udp', 'sctp', 'dccp'] : [transport];
  if (process.platform === 'linux') return (await import('./linux/index.ts')).inspectLinuxPort(port, kinds);
  const look = { kinds, port, connected: false };
  const seen =
    process.platform === 'darwin'
      ? await (await import('./darwin/index.ts')).inspectDarwin(look)
      : await inspectWindowsOnly(look);
  const { closedReasons } = await import('./closed.ts');
  const held = seen.listeners.some(({ netns }) => netns.own);
  const notFree = held
    ? []
    : closedReasons({ port, transport, host: seen.host, connections: null, published: [], sleeping: [] });
  return { ...seen, notFree };
}

async function inspectWindowsOnly(look: { kinds: readonly SocketKind[]; port: number; connected: boolean }) {
  if (process.platform !== 'win32') throw unsupported();
  return (await import('./windows/index.ts')).inspectWindows(look);
}

const forPlatform = ({ kinds, port, connected }: InspectOptions) => ({
  kinds,
  connected: connected ?? false,
  ...(port === undefined ? {} : { port }),
});

const unsupported = () =>
  fail('PLATFORM_UNSUPPORTED', {
    asked: `the listeners of this machine (${process.platform})`,
    found: 'reeve reads Linux, macOS and Windows',
    todo: 'reeve find and the registry work everywhere',
  });

/** See `hold.ts`: holds on to an owner, so that nobody else is ever signalled. */
export const holdOwner = async (owner: Owner): Promise<HeldProcess> =>
  (await import('./hold.ts')).holdOwner(owner);

/** See `hold.ts`: the pids that must never be ended by this process. */
export const ownLineage = async (): Promise<ReadonlySet<number>> => (await import('./hold.ts')).ownLineage();

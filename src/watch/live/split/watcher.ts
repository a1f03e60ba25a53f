import {
  becomeUser,
  Channel,
  channelVariable,
  connectHelper,
  demandUnprivileged,
  Granting,
  helperDescriptor,
  noHelperOf,
} from '../../../split/index.ts';
import {
  decodeFromHelper,
  type FromHelper,
  type FromWatcher,
  type Grant,
  type SilenceState,
} from './messages.ts';

const patienceMs = 10_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What the unprivileged process was given, and what it hears. */
export interface Joined {
  readonly grant: Grant;
  readonly silence: () => SilenceState | null;
  /** Resolves with the reason when it has to end: a signal, to it or to the helper, or the helper's death. */
  readonly stopped: Promise<string>;
  readonly leave: () => void;
}

/** Whether this process was started by a helper. Whoever sets the variable by hand gains nothing by it. */
export const wasStartedByHelper = (): boolean => helperDescriptor() !== null;

/**
 * Joins the helper, gives up what privileges there are left, and looks that none remained.
 * @throws ReeveError `INTERNAL` where there is no helper, or a privilege
 */
export async function joinHelper(): Promise<Joined> {
  const fd = helperDescriptor();
  if (fd === null) throw noHelper('the variable is not set');
  // What this process starts is no part of the watch.
  delete process.env[channelVariable];
  let silence: SilenceState | null = null;
  let stop: (reason: string) => void = () => undefined;
  const stopped = new Promise<string>((resolve) => {
    stop = resolve;
  });
  const granted = new Granting<Grant>(patienceMs, noHelper);
  // A terminal sends its signals to both processes; ours is to put things away first.
  const onSignal = (signal: string): void => stop(signal);
  for (const signal of signals) process.on(signal, onSignal);
  const leave = (): void => {
    for (const signal of signals) process.off(signal, onSignal);
    channel.close();
  };
  const channel = new Channel<FromHelper, FromWatcher>(connectHelper(fd, noHelper), {
    decode: decodeFromHelper,
    onMessage: (message) => {
      if (message.type === 'grant') granted.resolve(message);
      else if (message.type === 'silence') silence = message;
      else stop('asked to stop');
    },
    onEnd: (reason) => {
      granted.reject(reason);
      stop(reason);
    },
  });
  try {
    const grant = await granted.promise;
    if (grant.become !== null) becomeUser(grant.become.uid, grant.become.gid);
    demandUnprivileged();
    channel.send({ type: 'ready' });
    channel.unref();
    return { grant, silence: () => silence, stopped, leave };
  } catch (error) {
    leave();
    throw error;
  }
}

const noHelper = noHelperOf('watch');

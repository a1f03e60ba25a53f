/*
 * Watching live, in silence, in two processes:
 *
 *   helper (root, or who has CAP_NET_RAW)          watcher (nobody, no capability in any thread)
 *     opens packet sockets: ring, filter, locked
 *     opens decoys' sockets
 *     keeps the silence (nftables, every 4 s)
 *     starts the same command again  ------------>   startWatch() gives it { role: 'watcher', watch }
 *     { grant: descriptors }         ------------>   gives up what is left, proves that nothing is
 *                                    <------------   { ready }
 *     { silence: dropped, failed }   ------------>   watch.silence()
 *     { stop } upon a signal         ------------>   watch.stopped
 *     ends with the watcher's exit code  <--------   analyses, draws, stores, exits
 *
 * The watcher is the command: it has the terminal, and all that is parsed is parsed there. It maps the rings, binds the
 * sockets to interfaces (and again when one returns), reads drops and interface states, lists listeners: none of this
 * takes a privilege. The helper reads nothing of it but `ready`, and kills it ten seconds after its channel broke.
 * When the helper is killed, the watcher sees its channel end; the silence ends by itself within 12 seconds.
 *
 * What a watcher that was taken over could still do with its packet socket: read what the locked filter passes, and
 * send frames. It cannot widen the filter, open another socket, change the firewall or gain anything by exec.
 */
export type { Capture, CaptureSettings } from './captures.ts';
export { closeCaptures, openCaptures } from './captures.ts';
export type { DecoyRecord } from './decoys.ts';
export type { LinkChange } from './link.ts';
export { type Live, type LiveCounts, type LiveOptions, openLive } from './live.ts';
export type { WatchOptions } from './options.ts';
export type { Identity } from '../../split/index.ts';
export {
  type SilenceReport,
  type Started,
  startWatch,
  type Watch,
  type WatchHandlers,
} from './start.ts';

/**
 * Who knocks: captures, firewall logs and the network itself, in silence. Light to load: what only some commands need
 * comes when it is called for.
 */
import type { Who } from '../core/who.ts';
import type { Capture, CaptureSettings, Live, LiveOptions, Started, WatchOptions } from './live/index.ts';
import type { WhoQuestions } from './who-behind.ts';

export { createAnalysis } from './analysis/index.ts';
export type { Analysis, Findings } from './findings.ts';
export type { InputSummary } from './input.ts';
export type {
  Capture,
  CaptureSettings,
  DecoyRecord,
  Live,
  LiveCounts,
  LiveOptions,
  Watch,
} from './live/index.ts';
export { type LogFormatName, logFormats } from './logs/options.ts';
export { openReading, type Reading, type ReadingAnswer, type ReadingOptions } from './read.ts';
export { Unsolicited } from './unsolicited.ts';
export { parseThreshold, type Thresholds } from './thresholds.ts';
export { rangeOf } from './who/range.ts';

/** See `live/start.ts`: watches the network in two processes. */
export const startWatch = async (options: WatchOptions): Promise<Started> =>
  await (await import('./live/index.ts')).startWatch(options);

/** See `live/captures.ts`: what takes CAP_NET_RAW, and nothing else. @throws ReeveError `NOT_PERMITTED` */
export const openCaptures = async (settings: CaptureSettings): Promise<readonly Capture[]> =>
  (await import('./live/captures.ts')).openCaptures(settings);

/** See `live/live.ts`: watches through sockets that were opened so. */
export const openLive = async (captures: readonly Capture[], options: LiveOptions): Promise<Live> =>
  (await import('./live/live.ts')).openLive(captures, options);

/** See `who-behind.ts`: what lists, databases and, where asked for, DNS and RDAP say of addresses. */
export async function whoBehind(
  addresses: readonly string[],
  questions: WhoQuestions,
): Promise<(address: string) => Who> {
  return await (await import('./who-behind.ts')).whoBehind(addresses, questions);
}

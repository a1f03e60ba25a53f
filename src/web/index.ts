/** Pages, the HTTP API and what serves them. Rooms are handed in; see `view.ts` for what the pages may ask. */
import type { AtlasOptions, AtlasReport } from './atlas/build.ts';
import type { Web, WebOptions } from './server/options.ts';

export { openAssets } from './assets.ts';
export type { LiveFeed, LiveMessage, Numbered, PortFlicker } from './live.ts';
export type { Access, ListenAddress, Web, WebOptions } from './server/options.ts';
export type {
  CaptureState,
  EndHolder,
  EndOutcome,
  KnownListener,
  ListenerTable,
  MachineView,
} from './view.ts';

export { type LanguageTag, languages } from './i18n/languages.ts';

/** See `atlas/build.ts`: what writes the public atlas as files. */
export const openAtlas = async (): Promise<{
  readonly buildAtlas: (options: AtlasOptions) => Promise<AtlasReport>;
}> => await import('./atlas/index.ts');

/** See `server/start.ts`: serves pages and API. */
export const startWeb = async (options: WebOptions): Promise<Web> =>
  await (await import('./server/start.ts')).startServer(options);

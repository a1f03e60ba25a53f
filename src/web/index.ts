/** Pages, the HTTP API and what serves them. Rooms are handed in; see `view.ts` for what the pages may ask. */
export { type AssetFile, type AssetFiles, type AssetOptions, openAssets } from './assets.ts';
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

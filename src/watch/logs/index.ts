/** Firewall logs: what the rest of the room needs of them. */
export { type FollowChange, type FollowOptions, followFile } from './follow.ts';
export { type LogFormatName, type LogOptions, logFormats } from './options.ts';
export { createLogReader } from './reader.ts';

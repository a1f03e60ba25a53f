export { countConnections, type ListOptions, listSockets, type SocketListing } from './list.ts';
export type { ConnectionCount } from './source.ts';

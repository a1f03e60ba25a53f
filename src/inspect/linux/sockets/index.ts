export { countConnections, listSockets, type SocketListing } from './list.ts';

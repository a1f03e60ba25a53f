export { type InputKind, type InputOptions, type InputSource, type ReadInput, readInput } from './open.ts';
export { createPcapReader } from './pcap.ts';
export { createPcapngReader } from './pcapng.ts';

export { type InputKind, type InputOptions, type InputSource, type ReadInput, readInput } from './open.ts';
export { type CaptureOptions, createPcapReader } from './pcap.ts';
export { createPcapngReader } from './pcapng.ts';
export { type UnpackLimits, unpackLimits } from './unpack.ts';

import type { protocol, stride, word } from '../record.ts';

/*
 * The record's layout (record.ts) as single constants, for what runs once a packet: the bundler puts them in place,
 * while the members of an object are read each time. The compiler compares them with the layout.
 */
export const recordStride = 24 satisfies typeof stride;
export const atKnown = 0 satisfies typeof word.known;
export const atShape = 1 satisfies typeof word.shape;
export const atSource = 2 satisfies typeof word.source;
export const atDestination = 6 satisfies typeof word.destination;
export const atPorts = 10 satisfies typeof word.ports;
export const atIp = 11 satisfies typeof word.ip;
export const atTcp = 14 satisfies typeof word.tcp;
export const atPackets = 20 satisfies typeof word.packets;
export const tcpNumber = 6 satisfies typeof protocol.tcp;
/** Bits that TypeScript does not compute: a test compares them. */
export const knownPorts = 2;
export const knownTtl = 4;

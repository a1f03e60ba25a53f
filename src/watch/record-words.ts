/*
 * Indices of a record's words as plain constants, for code that runs for every packet: the bundler puts them in as
 * numbers, while a member of `word` (record.ts) is a look-up a packet and field. The loop over common packets takes a
 * sixth less time with these. `record.ts` says what each word holds.
 */
export const atKnown = 0;
export const atShape = 1;
export const atSource = 2;
export const atDestination = 6;
export const atPorts = 10;
export const atIp = 11;
export const atSequence = 12;
export const atAcknowledgement = 13;
export const atTcp = 14;
export const atLength = 15;
export const atOptionKinds = 16;
export const atOptionValues = 17;
export const atTimestamp = 18;
export const atTimestampEcho = 19;
export const atPackets = 20;
export const atInterface = 21;
export const atOrdinal = 22;
export const atPayload = 23;
export const recordStride = 24;
export const tcpNumber = 6;
/** Bits of `known`. */
export const knownPorts = 2;
export const knownTtl = 4;
/** Both bits of the firewall's action in the shape. */
export const actionBits = 3 << 9;

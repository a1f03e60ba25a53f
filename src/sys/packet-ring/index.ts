export { etherType, packetKind } from './packet.ts';
export { type PacketTaker, PacketRing } from './ring.ts';
export { ringSize, settleMs } from './settings.ts';
export { bindCapture, openCapture } from './socket.ts';

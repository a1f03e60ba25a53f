/** Whether this machine keeps the low byte first; netlink speaks in the machine's own order. */
export const nativeLittleEndian: boolean = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

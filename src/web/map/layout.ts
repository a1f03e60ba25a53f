/**
 * `/map/base.bin`: what the registry says of all ports, for the picture. Read by browsers, so nothing but numbers here.
 *
 *   byte 0..3      `PRM1`
 *   byte 4..       one byte for each TCP port, 0 first
 *   byte 65540..   one byte for each UDP port
 *
 * Of such a byte:
 *   bits 0-1   status: 0 unassigned, 1 reserved, 2 assigned, 3 de-assigned
 *   bit 2      its service has several ports by one registration (x11 with 6000-6063)
 *   bit 3      there is a dossier about the port
 */
export const ports = 65_536;
export const magic = [0x50, 0x52, 0x4d, 0x31] as const;
export const baseBytes = magic.length + 2 * ports;

export const statuses = ['unassigned', 'reserved', 'assigned', 'de-assigned'] as const;
export type MapStatus = (typeof statuses)[number];

export const statusMask = 0b11;
export const namedRangeBit = 0b100;
export const dossierBit = 0b1000;

/** What the picture can show: the transports nearly all traffic uses. */
export const mapTransports = ['tcp', 'udp'] as const;
export type MapTransport = (typeof mapTransports)[number];

export interface MapBase {
  readonly tcp: Uint8Array;
  readonly udp: Uint8Array;
}

/** Null where the bytes are not a map: another program answered, or a part is missing. */
export function readBase(bytes: Uint8Array): MapBase | null {
  if (bytes.length !== baseBytes || magic.some((byte, at) => bytes[at] !== byte)) return null;
  const start = magic.length;
  return { tcp: bytes.subarray(start, start + ports), udp: bytes.subarray(start + ports) };
}

export const statusAt = (base: Uint8Array, port: number): MapStatus =>
  statuses[((base[port] ?? 0) & statusMask) as 0 | 1 | 2 | 3];

/** A row of the picture is 256 ports; names are loaded by the row. */
export const rowOf = (port: number): number => port >> 8;
export const rows = 256;

/** `/map/names/ROW.json`: port, transports (`t`, `u` or `tu`), service, description cut to a line. */
export type NameRow = readonly [port: number, on: 't' | 'u' | 'tu', service: string, description: string];

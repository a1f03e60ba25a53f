/*
 * The file header of pcap, https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html, in the order of its magic:
 *
 *   0  u32  magic: a1b2c3d4 microseconds, a1b23c4d nanoseconds, a1b2cd34 microseconds with longer records
 *   4  u16  major version, 2      6  u16  minor version, 4
 *   8  u32  zone, 0              12  u32  accuracy, 0
 *  16  u32  most bytes kept of a packet
 *  20  u32  link type (bits 0-15), trailing checksum (26-31)
 */
export const pcapHeader = 24;

const magic = { micro: 0xa1b2c3d4, nano: 0xa1b23c4d, modified: 0xa1b2cd34 } as const;

export interface PcapForm {
  readonly little: boolean;
  /** Units of the fraction in a second. */
  readonly perSecond: number;
  /** Bytes of a record's header. */
  readonly recordHeader: number;
  readonly linkType: number;
  readonly version: string;
}

/** The header's 24 bytes; null where they are none. */
export function readPcapHeader(view: DataView, at: number): PcapForm | null {
  const little = isPcapMagic(view.getUint32(at, true));
  if (!little && !isPcapMagic(view.getUint32(at))) return null;
  const number = view.getUint32(at, little);
  return {
    little,
    perSecond: number === magic.nano ? 1e9 : 1e6,
    recordHeader: number === magic.modified ? 24 : 16,
    linkType: view.getUint32(at + 20, little) & 0xffff,
    version: `${view.getUint16(at + 4, little)}.${view.getUint16(at + 6, little)}`,
  };
}

export const isPcapMagic = (number: number): boolean =>
  number === magic.micro || number === magic.nano || number === magic.modified;

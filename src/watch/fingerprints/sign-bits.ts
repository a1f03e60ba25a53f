/** Bit numbers of what one packet can show by itself, of any protocol; `SourceSummary.signs` is counted by them. */
export const sign = {
  masscanRelation: 0,
  masscanWindow0: 1,
  masscanWindow1024: 2,
  masscanWindow1025: 3,
  zmapIdentification: 4,
  zmapWindows: 5,
  zmapLinux: 6,
  zmapBsd: 7,
  zmapSmallest: 8,
  nmapSyn: 9,
  nmapFlags: 10,
  nmapSystem: 11,
  miraiRelation: 12,
  unicornMimic: 13,
  hpingWindow: 14,
  hajimeWindow: 15,
  kernelLinux: 16,
  kernelWindows: 17,
  kernelBsd: 18,
  kernelUnread: 19,
  bareSyn: 20,
  emptyEcho: 21,
} as const;

/** Bit numbers of what a packet shows together with the one that its source sent before. */
export const pairSign = {
  /** The halves of the difference of two sequence numbers are equal: nmap. */
  equalHalves: 0,
  /** The same sequence number for another target or port: no kernel does so. */
  sameSequence: 1,
  /** The difference of the sequence numbers is that of the addresses and ports: unicornscan. */
  sequenceFollowsTarget: 2,
  /** Target, sequence number and identification as before, another source port: ZMap's retry. */
  movedSourcePort: 3,
  /** All as before, the identification too: masscan's retry, or a packet that was captured twice. */
  exactRepeat: 4,
  /** A source port and window as before, another sequence number: a raw socket with fixed fields. */
  fixedPortAndWindow: 5,
  /** The source port is one higher: hping, and kernels that count. */
  nextSourcePort: 6,
  /** Ports and sequence number as before, another identification: a kernel that tries again. */
  retransmission: 7,
} as const;

export type Sign = keyof typeof sign;
export type PairSign = keyof typeof pairSign;

export const signCount = Object.keys(sign).length;
export const pairSignCount = Object.keys(pairSign).length;

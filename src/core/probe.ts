/** What one packet said, as plain values: for evidence, documents and rows. Null = the input did not say. */
export interface Probe {
  /** Microseconds since 1970 UTC, with a fraction where the input has nanoseconds. */
  readonly at: number | null;
  readonly source: string;
  readonly destination: string;
  readonly protocol: ProbeProtocol;
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  /** IPv4 time to live or IPv6 hop limit, as it arrived. */
  readonly ttl: number | null;
  readonly tos: number | null;
  readonly ipId: number | null;
  /** Bytes of the IP packet: header and all behind it. */
  readonly length: number | null;
  readonly dontFragment: boolean | null;
  readonly sequence: number | null;
  readonly acknowledgement: number | null;
  /** `S`, `SA`, `FPU`, `` for none; the letters of tcpdump: F S R P A U E C N. */
  readonly flags: string | null;
  readonly window: number | null;
  /** Bytes of the TCP header. */
  readonly headerLength: number | null;
  /** The TCP options in order: `mss 1460`, `nop`, `wscale 8`, `sackOK`, `TS 1 0`; without values where they are unknown. */
  readonly options: readonly string[] | null;
  readonly icmp: { readonly type: number; readonly code: number } | null;
  /** Echo identifier and sequence. */
  readonly echo: { readonly id: number; readonly sequence: number } | null;
  readonly payloadLength: number | null;
  /** The first bytes of the payload in hex, 64 bytes at most. */
  readonly payload: string | null;
  /** What an ICMP error quotes: the packet that it answers. */
  readonly quoted: QuotedPacket | null;
  readonly interface: string | null;
  /** What the firewall did, where the input is its log and says so. */
  readonly action: ProbeAction | null;
  /** How many packets the record stands for: more than one in flow logs. */
  readonly packets: number;
  /** The packet's number in its file or the line's, from 1. */
  readonly ordinal: number;
}

export interface QuotedPacket {
  readonly source: string;
  readonly destination: string;
  readonly protocol: ProbeProtocol;
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
}

/** A name where it has one here, else `proto-N` with the IP protocol's number. */
export type ProbeProtocol = 'tcp' | 'udp' | 'sctp' | 'dccp' | 'icmp' | 'icmpv6' | `proto-${number}`;

export const probeActions = ['blocked', 'allowed'] as const;
export type ProbeAction = (typeof probeActions)[number];

/*
 * A packet in a block, struct tpacket3_hdr of linux/if_packet.h, in the machine's order; behind it, at the next
 * multiple of 16, a struct sockaddr_ll (man 7 packet). The bytes of the packet begin `tp_net` behind the header.
 *
 *   0  u32  tp_next_offset   to the next header; 0 in the last packet of a block
 *   4  u32  tp_sec           since 1970
 *   8  u32  tp_nsec
 *  12  u32  tp_snaplen       bytes kept
 *  16  u32  tp_len           bytes it had
 *  20  u32  tp_status        0x10: a VLAN tag was taken off, it is below
 *  24  u16  tp_mac
 *  26  u16  tp_net
 *  28  u32  tp_rxhash
 *  32  u32  tp_vlan_tci
 *  36  u16  tp_vlan_tpid, 10 unused
 *  48  u16  sll_family
 *  50  u16  sll_protocol     EtherType in network order
 *  52  i32  sll_ifindex
 *  56  u16  sll_hatype       ARPHRD_*
 *  58  u8   sll_pkttype
 *  59  u8   sll_halen, then 8 bytes of link address
 */
export const packet = {
  next: 0,
  seconds: 4,
  nanoseconds: 8,
  kept: 12,
  length: 16,
  network: 26,
  protocol: 50,
  interface: 52,
  kind: 58,
  headerSize: 68,
} as const;

/** sll_pkttype: to us, to everybody, to a group, to somebody else, and what this host sends. */
export const packetKind = { host: 0, broadcast: 1, multicast: 2, otherHost: 3, outgoing: 4 } as const;

export const etherType = { ipv4: 0x0800, ipv6: 0x86dd, vlan: 0x8100, serviceVlan: 0x88a8 } as const;

/*
 * A block of a TPACKET_V3 ring, struct tpacket_block_desc of linux/if_packet.h, in the machine's order:
 *
 *   0  u32  version
 *   4  u32  offset_to_priv
 *   8  u32  block_status          bit 0: ours to read; we give it back by writing 0
 *  12  u32  num_pkts
 *  16  u32  offset_to_first_pkt   from the block's start
 *  20  u32  blk_len               bytes in use
 *  24  u64  seq_num
 *  32       time of the first and of the last packet
 */
export const block = { status: 8, packets: 12, firstPacket: 16, used: 20 } as const;

export const statusWord = { kernel: 0, user: 1 } as const;

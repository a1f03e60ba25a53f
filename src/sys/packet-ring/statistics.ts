/*
 * struct tpacket_stats_v3, linux/if_packet.h, three u32 that the kernel sets to 0 whenever they are read:
 *
 *   0  tp_packets        those that the filter passed, the dropped ones among them
 *   4  tp_drops          of these, no room in the ring
 *   8  tp_freeze_q_cnt   how often the ring was found full
 */
import { checked, declare } from '../libc.ts';
import { packetLevel, packetOption } from './settings.ts';

const getsockopt = declare('int getsockopt(int fd, int level, int name, void *value, void *size)');

/** What happened since the last reading. */
export interface RingStatistics {
  readonly packets: number;
  readonly drops: number;
}

export function readStatistics(fd: number): RingStatistics {
  const counts = new Uint32Array(3);
  checked(
    getsockopt(fd, packetLevel, packetOption.statistics, counts, Uint32Array.of(counts.byteLength)),
    'the counts of a packet ring',
  );
  return { packets: counts[0] ?? 0, drops: counts[1] ?? 0 };
}

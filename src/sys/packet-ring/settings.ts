/*
 * struct tpacket_req3, linux/if_packet.h, seven u32:
 *
 *   0  tp_block_size         a multiple of the page size
 *   4  tp_block_nr
 *   8  tp_frame_size         only its product with tp_frame_nr is looked at
 *  12  tp_frame_nr
 *  16  tp_retire_blk_tov     milliseconds after which a block that is not full is handed over
 *  20  tp_sizeof_priv
 *  24  tp_feature_req_word
 */
import { checked, declare } from '../libc.ts';

export const packetLevel = 263;
export const packetOption = { receiveRing: 5, statistics: 6, version: 10 } as const;

const thirdVersion = 2;
const frameSize = 2048;
/** Blocks of this size hold a thousand cut probes, and the smallest ring still has several of them. */
export const blockSize = 1 << 18;
/** How long a lone packet waits to be seen. Shorter costs wake-ups, longer makes the screen lag. */
const handOverMs = 25;
/** After so long all that came before is handed over: the kernel looks twice before it takes a block for abandoned. */
export const settleMs = handOverMs * 3;

const setsockopt = declare('int setsockopt(int fd, int level, int name, const void *value, uint32_t size)');

/** Bytes of a ring of about so many: whole blocks, two at least, as one is filled while the other is read. */
export const ringSize = (bytes: number): number => Math.max(2, Math.ceil(bytes / blockSize)) * blockSize;

/** Gives a packet socket its ring. `size` is one that `ringSize` gave. */
export function makeRing(fd: number, size: number): void {
  checked(setsockopt(fd, packetLevel, packetOption.version, Int32Array.of(thirdVersion), 4), 'TPACKET_V3');
  const request = Uint32Array.of(blockSize, size / blockSize, frameSize, size / frameSize, handOverMs, 0, 0);
  checked(
    setsockopt(fd, packetLevel, packetOption.receiveRing, request, request.byteLength),
    `a packet ring of ${size} bytes`,
  );
}

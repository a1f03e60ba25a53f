/**
 * Sends SYN packets on one interface as fast as it is told: `flood-main IFINDEX FROM-MAC TO-MAC PACKETS RATE`. Frames
 * are made beforehand (8,192 different ones of 4,051 sources) and sent 256 a call by sendmmsg(2); it prints how many went
 * out and in how many ms. It runs in a namespace of its bench.
 */
import koffi from 'koffi';

const [index = '0', from = '', to = '', wanted = '0', rate = '0'] = process.argv.slice(2);
const libc = koffi.load('libc.so.6');
const socket = libc.func('int socket(int domain, int type, int protocol)');
const bind = libc.func('int bind(int fd, const void *address, unsigned int size)');
const setsockopt = libc.func(
  'int setsockopt(int fd, int level, int name, const void *value, unsigned int size)',
);
const sendmmsg = libc.func('int sendmmsg(int fd, void *messages, unsigned int count, int flags)');

const frameSize = 60;
const frames = 8192;
const perCall = 256;

const octets = (mac: string): number[] => mac.split(':').map((part) => Number.parseInt(part, 16));

function sum(view: DataView, start: number, end: number, seed: number): number {
  let total = seed;
  for (let at = start; at < end; at += 2) total += view.getUint16(at);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return ~total & 0xffff;
}

function makeFrames(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(frames * frameSize);
  for (let n = 0; n < frames; n++) {
    const view = new DataView(bytes.buffer, n * frameSize, frameSize);
    bytes.set(octets(to), n * frameSize);
    bytes.set(octets(from), n * frameSize + 6);
    view.setUint16(12, 0x0800);
    view.setUint16(14, 0x4500);
    view.setUint16(16, 44);
    view.setUint16(18, (n * 40503) & 0xffff);
    view.setUint16(22, (64 << 8) | 6);
    // 198.18.0.0/15 is for benchmarks (RFC 2544).
    view.setUint32(26, 0xc6120000 + ((n * 2654435761) % 4051));
    view.setUint32(30, 0x0a4d0002);
    view.setUint16(24, sum(view, 14, 34, 0));
    view.setUint16(34, 1024 + ((n * 7919) % 60000));
    view.setUint16(36, 1 + ((n * 104729) % 65535));
    view.setUint32(38, (n * 2246822519) >>> 0);
    view.setUint16(46, 0x6002);
    view.setUint16(48, 1024);
    view.setUint32(54, 0x020405b4);
    view.setUint16(50, sum(view, 26, 58, 6 + 24));
  }
  return bytes;
}

/*
 * struct mmsghdr (64 bytes): msghdr {name 8, namelen 4 + pad 4, iov 8, iovlen 8, control 8, controllen 8, flags 4 + pad 4},
 * len 4 + pad 4. struct iovec: base 8, length 8.
 */
function makeMessages(data: Uint8Array<ArrayBuffer>): {
  readonly messages: BigUint64Array<ArrayBuffer>;
  readonly keep: unknown;
} {
  const base = koffi.address(data);
  const vectors = new BigUint64Array(frames * 2);
  const messages = new BigUint64Array(frames * 8);
  const vectorBase = koffi.address(vectors);
  for (let n = 0; n < frames; n++) {
    vectors[n * 2] = base + BigInt(n * frameSize);
    vectors[n * 2 + 1] = BigInt(frameSize);
    messages[n * 8 + 2] = vectorBase + BigInt(n * 16);
    messages[n * 8 + 3] = 1n;
  }
  return { messages, keep: vectors };
}

const fd: number = socket(17, 3, 0);
// struct sockaddr_ll: family 2, protocol 2, ifindex 4, hatype 2, pkttype 1, halen 1, address 8.
const address = new DataView(new ArrayBuffer(20));
address.setUint16(0, 17, true);
address.setInt32(4, Number(index), true);
if (fd < 0 || bind(fd, new Uint8Array(address.buffer), 20) < 0) throw new Error('no packet socket');
// PACKET_QDISC_BYPASS
setsockopt(fd, 263, 20, Int32Array.of(1), 4);

const data = makeFrames();
const { messages, keep } = makeMessages(data);
const at = koffi.address(messages);
const perSecond = Number(rate);
const start = process.hrtime.bigint();
let sent = 0;
let next = 0;
while (sent < Number(wanted)) {
  if (perSecond > 0) {
    const due = (Number(process.hrtime.bigint() - start) / 1e9) * perSecond;
    if (sent > due) continue;
  }
  const went: number = sendmmsg(fd, at + BigInt(next * 64), perCall, 0);
  if (went > 0) sent += went;
  next = (next + perCall) % frames;
}
const ms = Number(process.hrtime.bigint() - start) / 1e6;
process.stdout.write(`${sent} ${ms.toFixed(1)}\n`);
if (keep === null || data.length === 0) process.exitCode = 1;

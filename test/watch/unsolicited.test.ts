import { describe, expect, it } from 'vitest';
import { Batch, known, protocol, shape, stride, tcpFlag, word } from '../../src/watch/record.ts';
import { Unsolicited } from '../../src/watch/unsolicited.ts';

const own = (192 << 24) | (0 << 16) | (2 << 8) | 7;
const other = (198 << 24) | (51 << 16) | (100 << 8) | 9;

interface Packet {
  readonly tcp?: number;
  readonly to?: number;
  readonly port: number;
  readonly from?: number;
  readonly outgoing?: boolean;
  readonly at?: number;
  readonly v6?: readonly number[];
}

/** One batch of packets, counted; `198.51.100.9` sends to `192.0.2.7`. */
function counted(packets: readonly Packet[], into = counter()) {
  const batch = new Batch(packets.length);
  for (const [
    index,
    { tcp, to = own, port, from = 4444, outgoing = false, at = 0, v6 },
  ] of packets.entries()) {
    const start = index * stride;
    const { words } = batch;
    words[start + word.known] = known.ports | (tcp === undefined ? 0 : known.flags);
    words[start + word.shape] =
      (tcp === undefined ? protocol.udp : protocol.tcp) |
      (outgoing ? shape.outgoing : 0) |
      (v6 === undefined ? 0 : shape.v6);
    words[start + word.source] = other >>> 0;
    words[start + word.destination] = to >>> 0;
    v6?.forEach((part, place) => (words[start + word.destination + place] = part));
    words[start + word.ports] = ((from << 16) | port) >>> 0;
    words[start + word.tcp] = tcp ?? 0;
    batch.times[index] = at;
    batch.size++;
  }
  into.unsolicited.add(batch);
  return into.found;
}

function counter() {
  const found: string[] = [];
  const unsolicited = new Unsolicited({
    own: ['192.0.2.7', '2001:db8::7', '127.0.0.1'],
    listens: (transport, port) => transport === 'tcp' && port === 22,
    count: (transport, port) => void found.push(`${transport} ${port}`),
  });
  return { found, unsolicited };
}

describe('unsolicited packets', () => {
  it('counts a SYN to a quiet port and not to a service', () => {
    expect(
      counted([
        { tcp: tcpFlag.syn, port: 23 },
        { tcp: tcpFlag.syn, port: 22 },
      ]),
    ).toEqual(['tcp 23']);
  });

  it('counts scans without ACK, and nothing that answers or pretends to', () => {
    const { fin, psh, urg, syn, ack, rst } = tcpFlag;
    const flags = [0, fin, fin | psh | urg, syn | ack, ack, rst, rst | ack];
    expect(counted(flags.map((tcp, index) => ({ tcp, port: index + 1 })))).toEqual([
      'tcp 1',
      'tcp 2',
      'tcp 3',
    ]);
  });

  it('leaves out what this host sends and what goes elsewhere', () => {
    expect(
      counted([
        { tcp: tcpFlag.syn, port: 23, outgoing: true },
        { tcp: tcpFlag.syn, port: 23, to: other },
        { port: 53, to: (224 << 24) | 251 },
      ]),
    ).toEqual([]);
  });

  it('counts datagrams, but not answers to what was sent from there a moment ago', () => {
    expect(
      counted([
        { port: 9999, at: 1e6 },
        { from: 5353, port: 53, outgoing: true, at: 2e6 },
        { from: 53, port: 5353, at: 3e6 },
        { from: 53, port: 5353, at: 200e6 },
      ]),
    ).toEqual(['udp 9999', 'udp 5353']);
  });

  it('knows IPv6 addresses, and moves with the host to new ones', () => {
    const address = [0x2001_0db8, 0, 0, 7];
    const into = counter();
    counted([{ tcp: tcpFlag.syn, port: 23, v6: address }], into);
    counted([{ tcp: tcpFlag.syn, port: 24, v6: [0x2001_0db8, 0, 0, 8] }], into);
    into.unsolicited.moveTo(['2001:db8::8']);
    counted([{ tcp: tcpFlag.syn, port: 25, v6: address }], into);
    counted([{ tcp: tcpFlag.syn, port: 26, v6: [0x2001_0db8, 0, 0, 8] }], into);
    expect(into.found).toEqual(['tcp 23', 'tcp 26']);
  });
});

import { describe, expect, it } from 'vitest';
import { decodeFrame } from '../../../src/watch/layers/frame.ts';
import { Batch, shape, word } from '../../../src/watch/record.ts';
import { probeOfFrame } from '../decoded.ts';
import {
  be16,
  type Bytes,
  hex,
  icmp,
  icmpEcho,
  ipv4,
  ipv6,
  join,
  tcp,
  tcpOptions,
  text,
  udp,
} from '../packets.ts';

const raw = 101;
const probe = (segment: Bytes, protocol = 6): ReturnType<typeof probeOfFrame> =>
  probeOfFrame(ipv4(segment, { protocol }), raw);
const cutAt = (segment: Bytes, kept: number, protocol = 6): ReturnType<typeof probeOfFrame> => {
  const whole = ipv4(segment, { protocol });
  return probeOfFrame(whole.slice(0, 20 + kept), raw, whole.length);
};

function isCut(packet: Bytes, length = packet.length): boolean {
  const batch = new Batch(1);
  decodeFrame(batch, raw, packet, new DataView(packet.buffer), 0, packet.length, length, 0, 0, 1);
  return ((batch.words[word.shape] ?? 0) & shape.cut) !== 0;
}

describe('TCP', () => {
  it('gives every field of its header', () => {
    const segment = tcp({
      sourcePort: 61000,
      destinationPort: 65535,
      sequence: 0xfffffffe,
      acknowledgement: 0x80000000,
      flags: 'FSRPAUECN',
      window: 65535,
    });
    expect(probe(segment)).toMatchObject({
      sourcePort: 61000,
      destinationPort: 65535,
      sequence: 0xfffffffe,
      acknowledgement: 0x80000000,
      flags: 'FSRPAUECN',
      window: 65535,
      headerLength: 20,
      options: [],
      payloadLength: 0,
      payload: '',
    });
    expect(probe(tcp({ flags: '' })).flags).toBe('');
  });

  it('knows as much as was captured', () => {
    const segment = tcp({ options: tcpOptions.mss(1460), payload: hex('01020304') });
    const none = {
      sourcePort: null,
      sequence: null,
      acknowledgement: null,
      flags: null,
      window: null,
      options: null,
    };
    expect(cutAt(segment, 3)).toMatchObject(none);
    expect(cutAt(segment, 4)).toMatchObject({ ...none, sourcePort: 40000, destinationPort: 80 });
    expect(cutAt(segment, 8)).toMatchObject({ ...none, sourcePort: 40000, sequence: 1 });
    expect(cutAt(segment, 12)).toMatchObject({ sequence: 1, acknowledgement: 0, flags: null });
    expect(cutAt(segment, 14)).toMatchObject({ flags: 'S', headerLength: 24, window: null, options: null });
    expect(cutAt(segment, 16)).toMatchObject({
      flags: 'S',
      window: 1024,
      options: null,
      payloadLength: null,
    });
    expect(cutAt(segment, 23)).toMatchObject({ window: 1024, options: null, payloadLength: null });
    expect(cutAt(segment, 24)).toMatchObject({ options: ['mss 1460'], payloadLength: 4, payload: null });
    expect(cutAt(segment, 26)).toMatchObject({ options: ['mss 1460'], payloadLength: 4, payload: '0102' });
    const whole = ipv4(segment);
    expect(isCut(whole.slice(0, 43), whole.length)).toBe(true);
    expect(isCut(whole.slice(0, 44), whole.length)).toBe(false);
  });

  it('says that a header is shorter than itself, or longer than the packet', () => {
    for (const headerWords of [0, 4, 15]) {
      expect(probe(tcp({ headerWords }))).toMatchObject({
        headerLength: headerWords * 4,
        flags: 'S',
        options: null,
        payloadLength: null,
      });
      expect(isCut(ipv4(tcp({ headerWords })))).toBe(true);
    }
  });

  it('keeps the first 64 bytes of the payload', () => {
    const payload = new Uint8Array(100).map((_, index) => index);
    const { payload: kept, payloadLength } = probe(tcp({ payload, options: tcpOptions.nop }));
    expect(payloadLength).toBe(100);
    expect(kept).toBe(Buffer.from(payload.subarray(0, 64)).toString('hex'));
  });
});

describe('TCP options', () => {
  const options = (bytes: Bytes): readonly string[] | null => probe(tcp({ options: bytes })).options;

  it('come in order with their values', () => {
    const linux = join(
      tcpOptions.mss(65535),
      tcpOptions.sackOk,
      tcpOptions.timestamp(0xffffffff, 7),
      tcpOptions.nop,
      tcpOptions.windowScale(14),
    );
    expect(options(linux)).toEqual(['mss 65535', 'sackOK', 'TS 4294967295 7', 'nop', 'wscale 14']);
    expect(options(join(hex('1312'), new Uint8Array(16)))).toEqual(['md5']);
    expect(options(hex('fd04beef'))).toEqual(['other']);
  });

  it('end at their end', () => {
    expect(options(hex('01 00 0204 05b4'))).toEqual(['nop']);
    expect(options(hex('00000000'))).toEqual([]);
  });

  it('are not believed where their length lies', () => {
    expect(options(hex('01 02 00 00'))).toEqual(['nop', '...']);
    expect(options(hex('01 02 01 00'))).toEqual(['nop', '...']);
    expect(options(hex('01 01 02 28'))).toEqual(['nop', 'nop', '...']);
    expect(options(hex('01 01 01 02'))).toEqual(['nop', 'nop', 'nop', '...']);
    // Well within the header, but no maximum segment size.
    expect(options(hex('0203 05 01'))).toEqual(['other', 'nop']);
    expect(options(hex('0308 0102 0304 0506'))).toEqual(['other']);
  });

  it('are ten at most', () => {
    expect(options(new Uint8Array(40).fill(1))).toEqual([...Array.from({ length: 10 }, () => 'nop'), '...']);
    expect(options(join(new Uint8Array(10).fill(1), hex('0000')))).toEqual(
      Array.from({ length: 10 }, () => 'nop'),
    );
  });
});

describe('UDP', () => {
  it('has its payload with the true length', () => {
    expect(probe(udp({ payload: text('stats\r\n') }), 17)).toMatchObject({
      sourcePort: 40000,
      destinationPort: 53,
      payloadLength: 7,
      payload: Buffer.from('stats\r\n').toString('hex'),
    });
    expect(probe(udp(), 17)).toMatchObject({ payloadLength: 0, payload: '' });
    expect(cutAt(udp({ payload: new Uint8Array(500) }), 12, 17)).toMatchObject({
      payloadLength: 500,
      payload: '00000000',
    });
    expect(cutAt(udp({ payload: new Uint8Array(500) }), 8, 17)).toMatchObject({
      payloadLength: 500,
      payload: null,
    });
  });

  it('leaves out what its length leaves out', () => {
    expect(probe(udp({ payload: hex('010203'), length: 9 }), 17)).toMatchObject({
      payloadLength: 1,
      payload: '01',
    });
  });

  it('goes by the packet where its length lies or is missing', () => {
    for (const length of [0, 1, 7, 12, 65535]) {
      const datagram = udp({ payload: hex('010203'), length });
      expect(probe(datagram, 17)).toMatchObject({ payloadLength: 3, payload: '010203' });
      expect(isCut(ipv4(datagram, { protocol: 17 }))).toBe(length !== 0);
    }
  });

  it('knows as much as was captured', () => {
    expect(cutAt(udp(), 3, 17)).toMatchObject({ sourcePort: null, payloadLength: null });
    expect(cutAt(udp(), 4, 17)).toMatchObject({
      sourcePort: 40000,
      destinationPort: 53,
      payloadLength: null,
    });
  });
});

describe('SCTP and DCCP', () => {
  it('give their ports', () => {
    const sctp = join(be16(1000), be16(2905), hex('00000001 00000000 01000004'));
    expect(probe(sctp, 132)).toMatchObject({
      protocol: 'sctp',
      sourcePort: 1000,
      destinationPort: 2905,
      payloadLength: 4,
      payload: '01000004',
    });
    expect(probe(sctp.slice(0, 4), 132)).toMatchObject({ destinationPort: 2905, payload: null });
    expect(probe(sctp.slice(0, 12), 33)).toMatchObject({ protocol: 'dccp', destinationPort: 2905 });
    expect(probe(sctp.slice(0, 3), 33)).toMatchObject({ protocol: 'dccp', destinationPort: null });
  });
});

describe('ICMP', () => {
  it('gives an echo', () => {
    expect(probe(icmpEcho(8, 0xbeef, 7, hex('0102')), 1)).toMatchObject({
      protocol: 'icmp',
      icmp: { type: 8, code: 0 },
      echo: { id: 0xbeef, sequence: 7 },
      sourcePort: null,
      sequence: null,
      payloadLength: 2,
      payload: '0102',
    });
    expect(probeOfFrame(ipv6(icmpEcho(128, 1, 2), { protocol: 58 }), raw)).toMatchObject({
      protocol: 'icmpv6',
      icmp: { type: 128, code: 0 },
      echo: { id: 1, sequence: 2 },
    });
    // Type 8 is no echo in IPv6, and type 128 none in IPv4.
    expect(probeOfFrame(ipv6(icmpEcho(8, 1, 2), { protocol: 58 }), raw).echo).toBe(null);
    expect(probe(icmpEcho(128, 1, 2), 1).echo).toBe(null);
  });

  it('knows as much as was captured', () => {
    expect(cutAt(icmpEcho(8, 1, 2), 1, 1)).toMatchObject({ icmp: null, echo: null });
    expect(cutAt(icmpEcho(8, 1, 2), 2, 1)).toMatchObject({ icmp: { type: 8, code: 0 }, echo: null });
    expect(cutAt(icmpEcho(8, 1, 2), 7, 1)).toMatchObject({ icmp: { type: 8, code: 0 }, echo: null });
  });

  const quoted = { source: '192.0.2.9', destination: '192.0.2.10', sourcePort: 40000, destinationPort: 80 };
  const ours = ipv4(tcp(), { source: '192.0.2.9', destination: '192.0.2.10' });

  it.each([3, 4, 5, 11, 12])(
    'gives the packet that error %d quotes, from eight bytes of its payload',
    (type) => {
      const error = icmp(type, 1, undefined, ours.slice(0, 28));
      expect(probe(error, 1)).toMatchObject({
        icmp: { type, code: 1 },
        quoted: { ...quoted, protocol: 'tcp' },
        echo: null,
      });
    },
  );

  it.each([1, 2, 3, 4])('gives the packet that ICMPv6 error %d quotes', (type) => {
    const inner = ipv6(join(new Uint8Array([17, 0]), new Uint8Array(6), udp()), { protocol: 0 });
    expect(probeOfFrame(ipv6(icmp(type, 0, undefined, inner), { protocol: 58 }), raw)).toMatchObject({
      quoted: {
        source: '2001:db8::1',
        destination: '2001:db8:1::2',
        protocol: 'udp',
        sourcePort: 40000,
        destinationPort: 53,
      },
    });
  });

  it('knows as much of it as is there', () => {
    const unported = { ...quoted, protocol: 'tcp', sourcePort: null, destinationPort: null };
    expect(probe(icmp(3, 3, undefined, ours.slice(0, 23)), 1).quoted).toEqual(unported);
    expect(probe(icmp(3, 3, undefined, ours.slice(0, 19)), 1).quoted).toBe(null);
    expect(probe(icmp(3, 3), 1).quoted).toBe(null);
    const later = ipv4(tcp(), { source: '192.0.2.9', destination: '192.0.2.10', fragmentOffset: 9 });
    expect(probe(icmp(3, 3, undefined, later), 1).quoted).toEqual(unported);
    const withOptions = ipv4(tcp(), {
      source: '192.0.2.9',
      destination: '192.0.2.10',
      options: hex('94040000'),
    });
    expect(probe(icmp(3, 3, undefined, withOptions), 1).quoted).toEqual({ ...quoted, protocol: 'tcp' });
    const echo = ipv4(icmpEcho(8, 1, 2), { protocol: 1 });
    expect(probe(icmp(3, 3, undefined, echo), 1).quoted).toMatchObject({
      protocol: 'icmp',
      sourcePort: null,
    });
    expect(probe(icmp(3, 3, undefined, hex('00112233')), 1).quoted).toBe(null);
    expect(probe(icmp(3, 3, undefined, join(hex('42'), ours.slice(1))), 1).quoted).toBe(null);
  });
});

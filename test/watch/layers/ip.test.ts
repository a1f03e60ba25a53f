import { describe, expect, it } from 'vitest';
import { decodeFrame } from '../../../src/watch/layers/frame.ts';
import { Batch, shape, word } from '../../../src/watch/record.ts';
import { decoded, probeOfFrame } from '../decoded.ts';
import { be16, be32, type Bytes, ethernet, hex, ipv4, ipv6, join, tcp, udp } from '../packets.ts';

const raw = 101;

function shapeOf(packet: Bytes, length = packet.length): number {
  const batch = new Batch(1);
  decodeFrame(batch, raw, packet, new DataView(packet.buffer), 0, packet.length, length, 0, 0, 1);
  return batch.words[word.shape] ?? 0;
}

describe('IPv4', () => {
  it('gives every field of its header', () => {
    const packet = ipv4(tcp(), { ttl: 250, tos: 0x2e, id: 54321, dontFragment: true });
    expect(probeOfFrame(packet, raw)).toMatchObject({
      ttl: 250,
      tos: 0x2e,
      ipId: 54321,
      length: 40,
      dontFragment: true,
      protocol: 'tcp',
      packets: 1,
      ordinal: 1,
    });
    expect(probeOfFrame(ipv4(tcp()), raw).dontFragment).toBe(false);
  });

  it('goes past its options', () => {
    expect(
      probeOfFrame(ipv4(tcp({ destinationPort: 5555 }), { options: hex('9404000001') }), raw),
    ).toMatchObject({
      length: 48,
      destinationPort: 5555,
      payloadLength: 0,
    });
  });

  it('knows the protocol alone where its options are cut off', () => {
    const packet = ipv4(tcp(), { options: hex('94040000') });
    expect(probeOfFrame(packet.slice(0, 22), raw, packet.length)).toMatchObject({
      protocol: 'tcp',
      ttl: 64,
      destinationPort: null,
      payloadLength: null,
    });
    expect(shapeOf(packet.slice(0, 22), packet.length) & shape.cut).toBe(shape.cut);
  });

  it('leaves out headers that cannot be', () => {
    expect(decoded(ipv4(tcp()).slice(0, 19), raw)).toBe('cut in the IPv4 header');
    expect(decoded(join(hex('44'), ipv4(tcp()).slice(1)), raw)).toBe('bad IPv4 header length');
    expect(decoded(ipv4(tcp(), { length: 19 }), raw)).toBe('IPv4 length below its header');
  });

  it('takes a length of 0 for one that was not filled in', () => {
    const packet = ipv4(tcp({ payload: new Uint8Array(10) }), { length: 0 });
    expect(probeOfFrame(packet, raw)).toMatchObject({ length: 50, payloadLength: 10 });
    expect(probeOfFrame(packet, raw, 3000)).toMatchObject({ length: 3000, payloadLength: 2960 });
    // Beyond what 16 bits hold it is not known rather than wrong.
    expect(probeOfFrame(packet, raw, 100_000)).toMatchObject({ length: null, payloadLength: 99_960 });
  });

  it('does not believe a length beyond the frame', () => {
    const packet = ipv4(tcp({ payload: new Uint8Array(10) }), { length: 1500 });
    expect(probeOfFrame(packet, raw)).toMatchObject({
      length: 1500,
      payloadLength: null,
      destinationPort: 80,
    });
    expect(shapeOf(packet) & shape.cut).toBe(shape.cut);
    // The same from a capture that kept the first bytes only is the truth.
    expect(probeOfFrame(packet, raw, 1500)).toMatchObject({ length: 1500, payloadLength: 1460 });
    expect(shapeOf(packet, 1500) & shape.cut).toBe(0);
  });

  it('decodes a first fragment and flags the later ones', () => {
    const first = ipv4(udp({ payload: new Uint8Array(8), length: 4000 }), {
      protocol: 17,
      moreFragments: true,
    });
    expect(probeOfFrame(first, raw)).toMatchObject({ destinationPort: 53, payloadLength: 3992 });
    expect(shapeOf(first) & shape.laterFragment).toBe(0);
    const later = ipv4(udp(), { protocol: 17, fragmentOffset: 3 });
    expect(probeOfFrame(later, raw)).toMatchObject({
      destinationPort: null,
      payloadLength: null,
      protocol: 'udp',
    });
    expect(shapeOf(later) & shape.laterFragment).toBe(shape.laterFragment);
  });

  it('knows no payload length of a segment that goes on in the next fragment', () => {
    const first = ipv4(tcp({ payload: new Uint8Array(4) }), { moreFragments: true });
    expect(probeOfFrame(first, raw)).toMatchObject({ flags: 'S', payloadLength: null, payload: '00000000' });
    // Fragments as small as `nmap -f` makes them hide the flags.
    const tiny = ipv4(tcp().slice(0, 8), { moreFragments: true });
    expect(probeOfFrame(tiny, raw)).toMatchObject({
      destinationPort: 80,
      sequence: 1,
      flags: null,
      options: null,
    });
  });

  it('gives other protocols without ports', () => {
    expect(probeOfFrame(ipv4(hex('cafe'), { protocol: 112 }), raw)).toMatchObject({
      protocol: 'proto-112',
      sourcePort: null,
      icmp: null,
      payloadLength: 2,
      payload: 'cafe',
    });
    // Nor is ICMPv6 anything in IPv4.
    expect(probeOfFrame(ipv4(hex('80000000'), { protocol: 58 }), raw).icmp).toBe(null);
  });
});

describe('IPv6', () => {
  const hopByHop = (next: number): Bytes => join(new Uint8Array([next, 0]), hex('0104 00000000'));
  const routing = (next: number): Bytes => join(new Uint8Array([next, 1]), new Uint8Array(14));
  const fragment = (next: number, offset: number, more: boolean): Bytes =>
    join(new Uint8Array([next, 0]), be16((offset << 3) | (more ? 1 : 0)), be32(0xdeadbeef));
  const authentication = (next: number): Bytes => join(new Uint8Array([next, 4]), new Uint8Array(22));

  it('gives every field of its header', () => {
    expect(
      probeOfFrame(ipv6(tcp({ destinationPort: 22 }), { ttl: 57, tos: 0xb8, id: 0xfffff }), raw),
    ).toMatchObject({
      source: '2001:db8::1',
      destination: '2001:db8:1::2',
      ttl: 57,
      tos: 0xb8,
      ipId: null,
      length: 60,
      dontFragment: null,
      destinationPort: 22,
      payloadLength: 0,
    });
  });

  it('goes past its extension headers', () => {
    const chain = join(
      hopByHop(60),
      hopByHop(43),
      routing(51),
      authentication(44),
      fragment(6, 0, false),
      tcp(),
    );
    expect(probeOfFrame(ipv6(chain, { protocol: 0 }), raw)).toMatchObject({
      protocol: 'tcp',
      destinationPort: 80,
      payloadLength: 0,
    });
  });

  it('flags later fragments', () => {
    const first = ipv6(join(fragment(17, 0, true), udp({ length: 3000 })), { protocol: 44 });
    expect(probeOfFrame(first, raw)).toMatchObject({
      protocol: 'udp',
      destinationPort: 53,
      payloadLength: 2992,
    });
    const later = ipv6(join(fragment(17, 100, false), udp()), { protocol: 44 });
    expect(probeOfFrame(later, raw)).toMatchObject({ protocol: 'udp', destinationPort: null });
    expect(shapeOf(later) & shape.laterFragment).toBe(shape.laterFragment);
  });

  it('ends where nothing follows', () => {
    expect(probeOfFrame(ipv6(new Uint8Array(), { protocol: 59, length: 0 }), raw)).toMatchObject({
      protocol: 'proto-59',
      payloadLength: 0,
    });
  });

  it('leaves out chains that are cut or endless', () => {
    expect(decoded(ipv6(tcp()).slice(0, 39), raw)).toBe('cut in the IPv6 header');
    expect(decoded(ipv6(hopByHop(6), { protocol: 0 }).slice(0, 47), raw, 100)).toBe(
      'cut in the IPv6 extension headers',
    );
    const lying = ipv6(join(new Uint8Array([6, 255]), new Uint8Array(30)), { protocol: 0 });
    expect(decoded(lying, raw)).toBe('cut in the IPv6 extension headers');
    const endless = join(...Array.from({ length: 40 }, () => hopByHop(0)));
    expect(decoded(ipv6(endless, { protocol: 0 }), raw)).toBe('too many IPv6 extension headers');
  });

  it('takes a length of 0 for one that was not filled in, and none beyond the frame', () => {
    expect(probeOfFrame(ipv6(tcp({ payload: hex('0102') }), { length: 0 }), raw)).toMatchObject({
      length: 62,
      payloadLength: 2,
    });
    const lying = ipv6(tcp(), { length: 2000 });
    expect(probeOfFrame(lying, raw)).toMatchObject({ length: 2040, payloadLength: null });
    expect(shapeOf(lying) & shape.cut).toBe(shape.cut);
  });
});

describe('a tunnel', () => {
  const inner = ipv4(tcp({ destinationPort: 445 }), { source: '10.1.1.1', destination: '10.2.2.2', ttl: 9 });
  const inner6 = ipv6(tcp({ destinationPort: 445 }), { ttl: 9 });
  const hit = { source: '10.1.1.1', destination: '10.2.2.2', destinationPort: 445, ttl: 9 };
  const hit6 = { source: '2001:db8::1', destinationPort: 445, ttl: 9 };
  const vxlan = (frame: Bytes, head = '0800000000002a00'): Bytes =>
    udp({ destinationPort: 4789, payload: join(hex(head), frame) });

  it.each([
    ['IPIP', ipv4(inner, { protocol: 4 })],
    ['IPv4 in IPv6', ipv6(inner, { protocol: 4 })],
    ['GRE', ipv4(join(hex('00000800'), inner), { protocol: 47 })],
    [
      'GRE with checksum, key and sequence',
      ipv4(join(hex('b0000800 00000000 00000001 00000002'), inner), { protocol: 47 }),
    ],
    ['GRE with Ethernet', ipv4(join(hex('00006558'), ethernet(inner)), { protocol: 47 })],
    ['VXLAN', ipv4(vxlan(ethernet(inner)), { protocol: 17 })],
    ['VXLAN with a VLAN inside', ipv6(vxlan(ethernet(inner, { vlans: [3] })), { protocol: 17 })],
  ])('is opened: %s', (_, packet) => {
    expect(probeOfFrame(packet, raw)).toMatchObject({ ...hit, payloadLength: 0 });
    expect(shapeOf(packet) & shape.tunnelled).toBe(shape.tunnelled);
  });

  it.each([
    ['6in4', ipv4(inner6, { protocol: 41 })],
    ['IPv6 in IPv6', ipv6(inner6, { protocol: 41 })],
    ['GRE', ipv4(join(hex('000086dd'), inner6), { protocol: 47 })],
  ])('is opened: %s', (_, packet) => {
    expect(probeOfFrame(packet, raw)).toMatchObject(hit6);
  });

  it('is opened one level down only', () => {
    const twice = ipv4(ipv4(inner, { protocol: 4, source: '10.9.9.9' }), { protocol: 4 });
    expect(probeOfFrame(twice, raw)).toMatchObject({
      source: '10.9.9.9',
      protocol: 'proto-4',
      sourcePort: null,
    });
  });

  it.each([
    ['GRE of version 1', ipv4(join(hex('00010800'), inner), { protocol: 47 }), 'proto-47'],
    ['GRE with routing', ipv4(join(hex('40000800'), inner), { protocol: 47 }), 'proto-47'],
    ['GRE that carries something else', ipv4(join(hex('00000806'), inner), { protocol: 47 }), 'proto-47'],
    ['a GRE probe of four bytes', ipv4(hex('00000000'), { protocol: 47 }), 'proto-47'],
    ['IPIP that carries nothing', ipv4(hex(''), { protocol: 4 }), 'proto-4'],
    ['IPIP that carries rubbish', ipv4(hex('45cafe'), { protocol: 4 }), 'proto-4'],
    ['6in4 that carries IPv4', ipv4(inner, { protocol: 41 }), 'proto-41'],
    ['VXLAN with other flags', ipv4(vxlan(ethernet(inner), 'ff00000000002a00'), { protocol: 17 }), 'udp'],
    ['VXLAN that carries ARP', ipv4(vxlan(ethernet(inner, { type: 0x0806 })), { protocol: 17 }), 'udp'],
    ['a fragment', ipv4(inner, { protocol: 4, moreFragments: true }), 'proto-4'],
  ])('stays closed: %s', (_, packet, protocol) => {
    const probe = probeOfFrame(packet, raw);
    expect(probe.protocol).toBe(protocol);
    expect(['192.0.2.1', '2001:db8::1']).toContain(probe.source);
    expect(probe.ttl).toBe(64);
    expect(shapeOf(packet) & shape.tunnelled).toBe(0);
  });
});

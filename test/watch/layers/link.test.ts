import { describe, expect, it } from 'vitest';
import { linkType } from '../../../src/watch/layers/link-types.ts';
import { isOther, outcome, outcomeName } from '../../../src/watch/layers/outcome.ts';
import { decoded, probeOfFrame } from '../decoded.ts';
import { be16, be32, type Bytes, ethernet, hex, ipv4, ipv6, join, numbers, tcp, text } from '../packets.ts';

const packet = ipv4(tcp({ destinationPort: 23 }));
const packet6 = ipv6(tcp({ destinationPort: 23 }));
const hit = { source: '192.0.2.1', destination: '198.51.100.2', destinationPort: 23 };
const hit6 = { source: '2001:db8::1', destination: '2001:db8:1::2', destinationPort: 23 };

describe('Ethernet', () => {
  it.each([
    ['untagged', ethernet(packet)],
    ['802.1Q', ethernet(packet, { vlans: [7] })],
    [
      'QinQ',
      ethernet(packet, {
        vlans: [
          [0x88a8, 7],
          [0x8100, 9],
        ],
      }),
    ],
    ['QinQ as it was before the standard', ethernet(packet, { vlans: [[0x9100, 7], 9] })],
    ['eight tags', ethernet(packet, { vlans: [1, 2, 3, 4, 5, 6, 7, 8] })],
    ['a PPPoE session', ethernet(join(hex('1100 0001 002a 0021'), packet), { type: 0x8864 })],
  ])('finds IPv4 behind %s', (_, frame) => {
    expect(decoded(frame)).toMatchObject(hit);
  });

  it.each([
    ['untagged', ethernet(packet6)],
    ['802.1Q', ethernet(packet6, { vlans: [7] })],
    ['a PPPoE session', ethernet(join(hex('1100 0001 002a 0057'), packet6), { type: 0x8864 })],
  ])('finds IPv6 behind %s', (_, frame) => {
    expect(decoded(frame)).toMatchObject(hit6);
  });

  it.each([
    [0x0806, 'arp'],
    [0x8035, 'rarp'],
    [0x88cc, 'lldp'],
    [0x888e, 'eapol'],
    [0x8863, 'pppoe discovery'],
    [0x8847, 'mpls'],
    [0x8848, 'mpls'],
    [0x88e5, 'macsec'],
    [0x88f7, 'ptp'],
    [0x9000, 'ethernet loopback'],
    [0x0026, 'llc'],
    [0x4321, 'unknown ethertype'],
  ])('names type %d', (type, name) => {
    expect(decoded(ethernet(new Uint8Array(46), { type }))).toBe(name);
  });

  it('says where it was cut, or tagged without end', () => {
    const frame = ethernet(packet, { vlans: [7] });
    expect(decoded(frame.slice(0, 13))).toBe('cut in the link header');
    expect(decoded(frame.slice(0, 17))).toBe('cut in the link header');
    expect(decoded(frame.slice(0, 18))).toBe('cut in the IPv4 header');
    expect(decoded(ethernet(packet, { vlans: [1, 2, 3, 4, 5, 6, 7, 8, 9] }))).toBe('too many VLAN tags');
    expect(decoded(ethernet(join(hex('1100'), packet).slice(0, 2), { type: 0x8864 }))).toBe(
      'cut in the link header',
    );
    expect(decoded(ethernet(join(hex('1100 0001 002a c021'), packet), { type: 0x8864 }))).toBe('ppp control');
  });

  it('does not take an IP version that the type did not announce', () => {
    expect(decoded(ethernet(packet, { type: 0x86dd }))).toBe('bad IP version');
    expect(decoded(ethernet(packet6, { type: 0x0800 }))).toBe('bad IP version');
  });

  it('leaves the padding of a short frame out', () => {
    const frame = join(ethernet(packet), new Uint8Array([1, 2, 3, 4, 5, 6]));
    expect(decoded(frame)).toMatchObject({ ...hit, payloadLength: 0, payload: '' });
  });
});

describe('Linux cooked captures', () => {
  const v1 = (protocol: number, body: Bytes, hardware = 1): Bytes =>
    join(be16(0), be16(hardware), be16(6), new Uint8Array(8), be16(protocol), body);
  const v2 = (protocol: number, body: Bytes, hardware = 1): Bytes =>
    join(be16(protocol), be16(0), be32(3), be16(hardware), new Uint8Array([0, 6]), new Uint8Array(8), body);

  it.each([
    [linkType.linuxCooked, v1],
    [linkType.linuxCooked2, v2],
  ])('are read (link type %d)', (link, make) => {
    expect(decoded(make(0x0800, packet), link)).toMatchObject(hit);
    expect(decoded(make(0x86dd, packet6), link)).toMatchObject(hit6);
    expect(decoded(make(0x8100, join(be16(7), be16(0x0800), packet)), link)).toMatchObject(hit);
    expect(decoded(make(0x0806, packet), link)).toBe('arp');
    expect(decoded(make(0x0004, packet), link)).toBe('llc');
    expect(decoded(make(0x0800, packet, 824), link)).toBe('not ip');
    expect(decoded(make(0x0800, packet).slice(0, 15), link)).toBe('cut in the link header');
  });
});

describe('raw IP', () => {
  it.each([101, 12, 14, 228, 229])('is read (link type %d)', (link) => {
    expect(decoded(packet, link)).toMatchObject(hit);
    expect(decoded(packet6, link)).toMatchObject(hit6);
    expect(decoded(hex('50'), link)).toBe('bad IP version');
    expect(decoded(new Uint8Array(), link)).toBe('cut in the IPv4 header');
  });
});

describe('BSD loopback', () => {
  it.each([linkType.null, linkType.loop])('is read in both orders (link type %d)', (link) => {
    for (const big of [true, false]) {
      const { n32 } = numbers(big);
      expect(decoded(join(n32(2), packet), link)).toMatchObject(hit);
      for (const family of [10, 24, 28, 30]) {
        expect(decoded(join(n32(family), packet6), link)).toMatchObject(hit6);
      }
      expect(decoded(join(n32(7), packet), link)).toBe('unknown address family');
    }
    expect(decoded(hex('020000'), link)).toBe('cut in the link header');
  });
});

describe('PPP', () => {
  it('is read with and without its address field', () => {
    expect(decoded(join(hex('ff030021'), packet), linkType.ppp)).toMatchObject(hit);
    expect(decoded(join(hex('0021'), packet), linkType.ppp)).toMatchObject(hit);
    expect(decoded(join(hex('ff030057'), packet6), linkType.pppHdlc)).toMatchObject(hit6);
    expect(decoded(hex('ff03c021 0101'), linkType.ppp)).toBe('ppp control');
    expect(decoded(hex('ff03002b 0101'), linkType.ppp)).toBe('not ip');
    expect(decoded(hex('ff'), linkType.ppp)).toBe('cut in the link header');
    expect(decoded(hex('ff03'), linkType.ppp)).toBe('cut in the link header');
  });
});

describe('PFLOG', () => {
  const pflog = (action: number, body: Bytes, length = 61, family = 2): Bytes => {
    const head = new Uint8Array((length + 3) & ~3);
    head.set([length, family, action, 0]);
    head.set(text('em0'), 4);
    return join(head, body);
  };

  it.each([45, 48, 61, 64, 72, 100])('is read with a header of %d bytes', (length) => {
    expect(decoded(pflog(1, packet, length), linkType.pflog)).toMatchObject({ ...hit, action: 'blocked' });
    expect(decoded(pflog(0, packet, length), linkType.pflog)).toMatchObject({ ...hit, action: 'allowed' });
    expect(decoded(pflog(8, packet, length), linkType.pflog)).toMatchObject({ ...hit, action: null });
  });

  it('takes the families of all systems', () => {
    for (const family of [10, 24, 28, 30]) {
      expect(decoded(pflog(1, packet6, 61, family), linkType.pflog)).toMatchObject({
        ...hit6,
        action: 'blocked',
      });
    }
    expect(decoded(pflog(1, packet, 61, 7), linkType.pflog)).toBe('unknown address family');
  });

  it('keeps the verdict of a packet in a tunnel', () => {
    expect(decoded(pflog(1, ipv4(packet, { protocol: 4 })), linkType.pflog)).toMatchObject({
      ...hit,
      action: 'blocked',
    });
  });

  it('says where it was cut, or lies', () => {
    expect(decoded(pflog(1, packet).slice(0, 63), linkType.pflog)).toBe('cut in the link header');
    expect(decoded(hex('3d02'), linkType.pflog)).toBe('cut in the link header');
    expect(decoded(pflog(1, packet, 44), linkType.pflog)).toBe('bad link header');
  });
});

describe('NFLOG', () => {
  const attribute = (type: number, value: Bytes, big: boolean): Bytes => {
    const { n16 } = numbers(big);
    const padding = new Uint8Array((4 - (value.length & 3)) & 3);
    return join(n16(value.length + 4), n16(type), value, padding);
  };
  const nflog = (big: boolean, family: number, ...attributes: readonly (readonly [number, Bytes])[]): Bytes =>
    join(
      new Uint8Array([family, 0, 0, 5]),
      ...attributes.map(([type, value]) => attribute(type, value, big)),
    );

  it.each([false, true])('finds the packet among attributes (big-endian: %s)', (big) => {
    const frame = nflog(big, 2, [1, hex('08000200')], [10, text('drop\0')], [9, packet]);
    expect(decoded(frame, linkType.nflog)).toMatchObject({ ...hit, payloadLength: 0 });
    expect(decoded(nflog(big, 10, [1, hex('86dd0200')], [9, packet6]), linkType.nflog)).toMatchObject(hit6);
  });

  it('leaves out what stands behind the packet', () => {
    const open = ipv4(tcp(), { length: 0 });
    expect(decoded(nflog(false, 2, [9, open], [3, hex('00000000')]), linkType.nflog)).toMatchObject({
      payloadLength: 0,
    });
  });

  it('says what is wrong', () => {
    const frame = nflog(false, 2, [1, hex('08000200')], [9, packet]);
    expect(decoded(nflog(false, 2, [1, hex('08000200')]), linkType.nflog)).toBe(
      'no packet in the log header',
    );
    expect(decoded(frame.slice(0, 13), linkType.nflog, frame.length)).toBe('cut in the link header');
    expect(decoded(hex('02000005 0000 0900'), linkType.nflog)).toBe('bad link header');
    expect(decoded(hex('02010005 0800 0900 00000000'), linkType.nflog)).toBe('bad link header');
    expect(decoded(hex('0200'), linkType.nflog)).toBe('cut in the link header');
    expect(
      decoded(join(hex('02000005'), ...Array.from({ length: 70 }, () => hex('04000100'))), linkType.nflog),
    ).toBe('bad link header');
  });
});

describe('outcomes', () => {
  it('have a name each, and either count as other or not', () => {
    const codes = Object.values(outcome).filter((code) => code !== outcome.record);
    const names = codes.map(outcomeName);
    expect(new Set(names).size).toBe(codes.length);
    expect(names).not.toContain('record');
    expect(isOther(outcome.arp)).toBe(true);
    expect(isOther(outcome.cutIPv4)).toBe(false);
  });

  it('say that a link type is not read', () => {
    expect(decoded(packet, 127)).toBe('unknown link type');
    expect(() => probeOfFrame(packet, 127)).toThrow('unknown link type');
  });
});

import { describe, expect, it } from 'vitest';
import { addressText, probeAt, probeOf } from '../../src/watch/probe-at.ts';
import {
  Batch,
  known,
  optionBit,
  optionKind,
  payloadStride,
  protocol,
  quotedBit,
  quotedStride,
  shape,
  stride,
  word,
} from '../../src/watch/record.ts';

/** A batch whose second record holds these words; the first is full of ones, so that a wrong offset shows. */
function batchWith(words: Readonly<Record<number, number>>, time = Number.NaN): Batch {
  const batch = new Batch(2);
  batch.words.fill(0xffffffff, 0, stride);
  for (const [index, value] of Object.entries(words)) batch.words[stride + Number(index)] = value;
  batch.times[1] = time;
  batch.size = 2;
  return batch;
}

const addresses = { [word.source]: 0xc0000201, [word.destination]: 0xc6336402 };

describe('a record in its plain form', () => {
  it('knows nothing but addresses and protocol where no bit is set', () => {
    const batch = batchWith(
      { ...addresses, [word.shape]: protocol.tcp, [word.packets]: 1, [word.ordinal]: 7 },
      5,
    );
    expect(probeAt(batch, 1)).toEqual({
      at: null,
      source: '192.0.2.1',
      destination: '198.51.100.2',
      protocol: 'tcp',
      sourcePort: null,
      destinationPort: null,
      ttl: null,
      tos: null,
      ipId: null,
      length: null,
      dontFragment: null,
      sequence: null,
      acknowledgement: null,
      flags: null,
      window: null,
      headerLength: null,
      options: null,
      icmp: null,
      echo: null,
      payloadLength: null,
      payload: null,
      quoted: null,
      interface: null,
      action: null,
      packets: 1,
      ordinal: 7,
    });
  });

  it('takes every field from its bits', () => {
    const batch = batchWith(
      {
        ...addresses,
        [word.known]:
          known.time |
          known.ports |
          known.ttl |
          known.tos |
          known.ipId |
          known.length |
          known.fragment |
          known.sequence |
          known.acknowledgement |
          known.flags |
          known.window |
          known.headerLength |
          known.optionKinds |
          known.optionValues |
          known.payloadLength |
          known.payload,
        [word.shape]: protocol.tcp | shape.blocked,
        [word.ports]: (61000 << 16) | 22,
        [word.ip]: (54321 << 16) | (250 << 8) | 0x20,
        [word.sequence]: 0xfffffffe,
        [word.acknowledgement]: 3,
        [word.tcp]: (65535 << 16) | (10 << 12) | 0x112,
        [word.length]: (1500 << 16) | 0x4000,
        [word.optionKinds]:
          optionKind.mss |
          (optionKind.nop << 3) |
          (optionKind.windowScale << 6) |
          (optionKind.sackOk << 9) |
          (optionKind.timestamp << 12) |
          (optionKind.md5 << 15) |
          (optionKind.other << 18),
        [word.optionValues]:
          (1460 << 16) | (8 << 8) | optionBit.hasMss | optionBit.hasWindowScale | optionBit.hasTimestamp,
        [word.timestamp]: 0xffffffff,
        [word.packets]: 4,
        [word.interface]: 1,
        [word.payload]: (1000 << 8) | 3,
      },
      1.5,
    );
    batch.interfaces.push('eth0');
    batch.payloads.set([0, 0xab, 0xff], payloadStride);
    expect(probeAt(batch, 1)).toMatchObject({
      at: 1.5,
      sourcePort: 61000,
      destinationPort: 22,
      ttl: 250,
      tos: 0x20,
      ipId: 54321,
      length: 1500,
      dontFragment: true,
      sequence: 0xfffffffe,
      acknowledgement: 3,
      flags: 'SAN',
      window: 65535,
      headerLength: 40,
      options: ['mss 1460', 'nop', 'wscale 8', 'sackOK', 'TS 4294967295 0', 'md5', 'other'],
      payloadLength: 1000,
      payload: '00abff',
      interface: 'eth0',
      action: 'blocked',
      packets: 4,
    });
  });

  it('names options without values where these are unknown', () => {
    const batch = batchWith({
      [word.known]: known.optionKinds,
      [word.optionKinds]: optionKind.mss | (optionKind.timestamp << 3) | (optionKind.windowScale << 6),
      [word.optionValues]: 0xffffffff,
    });
    expect(probeAt(batch, 1).options).toEqual(['mss', 'TS', 'wscale']);
  });

  it('says that options went on', () => {
    const batch = batchWith({
      [word.known]: known.optionKinds | known.optionValues,
      [word.optionKinds]: optionKind.nop,
      [word.optionValues]: optionBit.more,
    });
    expect(probeAt(batch, 1).options).toEqual(['nop', '...']);
  });

  it('has no DF in IPv6', () => {
    const batch = batchWith({
      [word.known]: known.fragment,
      [word.shape]: shape.v6 | protocol.icmpv6,
      [word.length]: 0x4000,
    });
    expect(probeAt(batch, 1)).toMatchObject({ dontFragment: null, protocol: 'icmpv6', source: '::' });
  });

  it('reads ICMP, its echo and what it quotes', () => {
    const batch = batchWith({
      ...addresses,
      [word.known]: known.icmp | known.echo | known.quoted,
      [word.shape]: protocol.icmp,
      [word.ports]: (3 << 8) | 13,
      [word.sequence]: (0xbeef << 16) | 9,
    });
    batch.quoted.set(
      [protocol.udp | quotedBit.hasPorts, 0x0a000001, 0, 0, 0, 0x0a000002, 0, 0, 0, (53 << 16) | 5353],
      quotedStride,
    );
    expect(probeAt(batch, 1)).toMatchObject({
      icmp: { type: 3, code: 13 },
      echo: { id: 0xbeef, sequence: 9 },
      sequence: null,
      quoted: {
        source: '10.0.0.1',
        destination: '10.0.0.2',
        protocol: 'udp',
        sourcePort: 53,
        destinationPort: 5353,
      },
    });
    batch.quoted[quotedStride] = 47 | quotedBit.v6;
    expect(probeAt(batch, 1).quoted).toEqual({
      source: 'a00:1::',
      destination: 'a00:2::',
      protocol: 'proto-47',
      sourcePort: null,
      destinationPort: null,
    });
  });

  it('does not know a payload or quotation that was not copied along', () => {
    const batch = batchWith({
      [word.known]: known.payload | known.payloadLength | known.quoted,
      [word.payload]: (9 << 8) | 9,
    });
    const copied = batch.words.slice(stride);
    expect(probeOf(copied, 0, Number.NaN, new Uint8Array(), 0, null, 0, null)).toMatchObject({
      payloadLength: 9,
      payload: null,
      quoted: null,
      interface: null,
    });
    copied[word.payload] = 0;
    expect(probeOf(copied, 0, Number.NaN, new Uint8Array(), 0, null, 0, null).payload).toBe('');
  });
});

describe('an address', () => {
  it('is written as RFC 5952 has it', () => {
    expect(addressText(new Uint32Array([0xffffffff]), 0, false)).toBe('255.255.255.255');
    expect(addressText(new Uint32Array([9, 0x20010db8, 0, 0, 1]), 1, true)).toBe('2001:db8::1');
    expect(addressText(new Uint32Array([0, 0, 0xffff, 0x0a000001]), 0, true)).toBe('::ffff:10.0.0.1');
  });
});

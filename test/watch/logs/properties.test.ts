import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFormats } from '../../../src/watch/logs/options.ts';
import { decoderRuns, fuzzRuns } from '../../fuzz.ts';
import { realLines } from '../seeds.ts';
import { accounted, bytes, one, readBytes } from './reading.ts';
import { samples } from './samples.ts';

const real = [
  ...Object.values(samples),
  'Jan  8 03:37:09 DENY: IN=eth0 OUT= MAC= SRC=192.168.2.71 DST=192.168.2.83 LEN=88 TOS=0x00 PREC=0x00 TTL=118 ID=21684 PROTO=ICMP TYPE=3 CODE=3 [SRC=192.168.2.83 DST=192.168.173.191 LEN=60 TOS=0x00 PREC=0x00 TTL=54 ID=0 DF PROTO=UDP SPT=21458 DPT=62936 LEN=40 ]',
  '4,1234,463251762,-;DROP IN=eth0 OUT= SRC=fe80::1 DST=ff02::1 LEN=104 TC=0 HOPLIMIT=64 FLOWLBL=868225 PROTO=ICMPv6 TYPE=128 CODE=0 ID=3427 SEQ=1',
  '{"__REALTIME_TIMESTAMP":"1732165200123456","_TRANSPORT":"kernel","MESSAGE":"[UFW BLOCK] IN=eth0 OUT= SRC=1.2.3.4 DST=5.6.7.8 LEN=40 TOS=0x00 PREC=0x00 TTL=4 ID=1 PROTO=TCP SPT=1 DPT=2 WINDOW=5 RES=0x00 SYN URGP=0 "}',
  '<134>1 2022-09-06T18:51:28+02:00 opnsense filterlog 69805 - [meta sequenceId="2654146"] 10,,,02f4bab0,re0,match,block,in,6,0x00,0xf6279,1,UDP,17,32,fe80::1,ff02::1:2,546,547,32',
  '2001 Dec 20 20:16:24.674266 rule 2/0(match): block in on ae0: 10.0.0.1.1234 > 10.0.0.2.22: S 2901914301:2901914301(0) win 5840 <mss 1460,sackOK,timestamp 6674376 0,nop,wscale 0> (DF)',
  '%ASA-4-313005: No matching connection for ICMP error message: icmp src outside:10.1.1.1 dst inside:10.2.2.2 (type 3, code 3) on outside interface. Original IP payload: udp src 10.2.2.2/5000 dst 10.3.3.3/53.',
  '#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path',
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
]
  .map(bytes)
  .concat(realLines);

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: Uint8Array;
}

/** A real line with bytes changed, cut out, put in. */
const mutated = fc
  .tuple(
    fc.constantFrom(...real),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        remove: fc.integer({ min: 0, max: 12 }),
        insert: fc.oneof(
          fc.uint8Array({ maxLength: 4 }),
          fc.constantFrom(
            ...[
              ' ',
              '=',
              '[',
              ']',
              '(',
              ',',
              '"',
              '{',
              '0x',
              '4294967296',
              '::',
              '-',
              'IN= OUT= ',
              'SRC=',
            ].map(bytes),
          ),
        ),
      }),
      { maxLength: 4 },
    ),
    fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  )
  .map(([line, edits, cut]) => {
    let text = line;
    for (const edit of edits) text = apply(text, edit);
    return cut === null ? text : text.slice(0, Math.floor(cut * text.length));
  });

function apply(line: Uint8Array, { at, remove, insert }: Edit): Uint8Array {
  const place = Math.floor(at * line.length);
  return Uint8Array.from([...line.subarray(0, place), ...insert, ...line.subarray(place + remove)]);
}

const join = (lines: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(lines.flatMap((line) => [...line, 10]));
const input = fc.oneof(
  fc.uint8Array({ maxLength: 600 }),
  fc.array(mutated, { maxLength: 6 }).map(join),
  fc.array(fc.oneof(mutated, fc.uint8Array({ maxLength: 80 })), { maxLength: 6 }).map(join),
);

describe('whatever comes', () => {
  it('nothing is thrown, every line is accounted for, and no field leaves its range', () => {
    fc.assert(
      fc.property(input, fc.option(fc.constantFrom(...logFormats), { nil: undefined }), (text, format) => {
        const reading = readBytes(text, format === undefined ? {} : { format });
        expect(accounted(reading)).toBe(reading.summary.count);
        expect(reading.probes).toHaveLength(reading.summary.records);
        for (const probe of reading.probes) {
          expect(probe.packets).toBeGreaterThan(0);
          expect(probe.ordinal).toBeLessThanOrEqual(reading.summary.count);
          if (probe.at !== null) expect(Number.isFinite(probe.at)).toBe(true);
          if (probe.headerLength !== null) expect(probe.headerLength).toBeGreaterThanOrEqual(20);
        }
      }),
      { numRuns: decoderRuns(1500) },
    );
  });

  it('how the bytes were cut into chunks does not matter', () => {
    fc.assert(
      fc.property(input, fc.integer({ min: 1, max: 300 }), (text, piece) => {
        expect(readBytes(text, {}, piece)).toEqual(readBytes(text));
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});

const port = fc.integer({ min: 0, max: 65_535 });
const word32 = fc.integer({ min: 0, max: 0xffff_ffff });
const octet = fc.integer({ min: 0, max: 255 });
const packet = fc.record({
  source: fc.ipV4(),
  destination: fc.ipV4(),
  sourcePort: port,
  destinationPort: port,
  ttl: octet,
  ipId: port,
  length: fc.integer({ min: 64, max: 65_535 }),
  window: port,
  sequence: word32,
  dontFragment: fc.boolean(),
  flags: fc
    .subarray(['F', 'S', 'R', 'P', 'A', 'U'] as const, { minLength: 1 })
    .map((letters) => letters.join('')),
  second: fc.integer({ min: 1_577_836_800, max: 1_760_000_000 }),
});

const words: Readonly<Record<string, string>> = {
  F: 'FIN',
  S: 'SYN',
  R: 'RST',
  P: 'PSH',
  A: 'ACK',
  U: 'URG',
};
const iso = (second: number): string => new Date(second * 1000).toISOString().slice(0, 19);

describe('what was put in comes out', () => {
  it('netfilter', () => {
    fc.assert(
      fc.property(packet, (put) => {
        const flags = Array.from(put.flags, (letter) => words[letter]).join(' ');
        const line = `${iso(put.second)}Z host kernel: DROP IN=eth0 OUT= SRC=${put.source} DST=${put.destination} LEN=${put.length} TOS=0x00 PREC=0x00 TTL=${put.ttl} ID=${put.ipId} ${put.dontFragment ? 'DF ' : ''}PROTO=TCP SPT=${put.sourcePort} DPT=${put.destinationPort} SEQ=${put.sequence} ACK=0 WINDOW=${put.window} RES=0x00 ${flags} URGP=0 `;
        const { second, ...fields } = put;
        expect(one(line)).toMatchObject({
          ...fields,
          at: second * 1e6,
          acknowledgement: 0,
          action: 'blocked',
        });
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('filterlog', () => {
    fc.assert(
      fc.property(packet, (put) => {
        const line = `<134>1 ${iso(put.second)}Z fw filterlog 1 - - 5,,,77,em0,match,pass,in,4,0x10,,${put.ttl},${put.ipId},0,${put.dontFragment ? 'DF' : 'none'},6,tcp,${put.length},${put.source},${put.destination},${put.sourcePort},${put.destinationPort},0,${put.flags},${put.sequence},,${put.window},,mss;nop`;
        const { second, ...fields } = put;
        expect(one(line)).toMatchObject({
          ...fields,
          at: second * 1e6,
          tos: 16,
          interface: 'em0',
          action: 'allowed',
        });
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('pfirewall', () => {
    fc.assert(
      fc.property(packet, (put) => {
        const line = `${iso(put.second).replace('T', ' ')} DROP TCP ${put.source} ${put.destination} ${put.sourcePort} ${put.destinationPort} ${put.length} ${put.flags} ${put.sequence} 0 ${put.window} - - - RECEIVE`;
        const { second, ttl, ipId, dontFragment, ...fields } = put;
        expect([ttl, ipId, typeof dontFragment]).toHaveLength(3);
        expect(one(line)).toMatchObject({
          ...fields,
          at: second * 1e6,
          ttl: null,
          ipId: null,
          dontFragment: null,
        });
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('vpcflow', () => {
    fc.assert(
      fc.property(packet, fc.integer({ min: 1, max: 1e6 }), (put, packets) => {
        const line = `2 123456789010 eni-1 ${put.source} ${put.destination} ${put.sourcePort} ${put.destinationPort} 17 ${packets} 4249 ${put.second} ${put.second + 60} ACCEPT OK`;
        const { source, destination, sourcePort, destinationPort } = put;
        expect(one(line)).toMatchObject({
          source,
          destination,
          sourcePort,
          destinationPort,
          packets,
          at: put.second * 1e6,
        });
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('asa', () => {
    fc.assert(
      fc.property(packet, (put) => {
        const line = `${iso(put.second)}Z fw : %ASA-4-106023: Deny udp src outside:${put.source}/${put.sourcePort} dst inside:${put.destination}/${put.destinationPort} by access-group "x" [0x0, 0x0]`;
        const { source, destination, sourcePort, destinationPort } = put;
        expect(one(line)).toMatchObject({
          source,
          destination,
          sourcePort,
          destinationPort,
          protocol: 'udp',
          at: put.second * 1e6,
        });
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('pf', () => {
    fc.assert(
      fc.property(packet, (put) => {
        const line = `${iso(put.second).replace('T', ' ')}.000005 rule 1/0(match): block in on em0: (tos 0x8, ttl ${put.ttl}, id ${put.ipId}, offset 0, flags [${put.dontFragment ? 'DF' : 'none'}], proto TCP (6), length ${put.length}) ${put.source}.${put.sourcePort} > ${put.destination}.${put.destinationPort}: Flags [${put.flags.replace('A', '.')}], seq ${put.sequence}, win ${put.window}, length 0`;
        const { second, sequence, ...fields } = put;
        const absolute = put.flags.includes('S') ? sequence : null;
        expect(one(line)).toMatchObject({
          ...fields,
          at: second * 1e6 + 5,
          sequence: absolute,
          payloadLength: 0,
          tos: 8,
        });
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

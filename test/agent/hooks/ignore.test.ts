import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIgnoreRule, parseIgnoreRule } from '../../../src/agent/hooks/ignore.ts';
import { isIgnored, isIgnoredChange } from '../../../src/agent/hooks/ignoring.ts';
import { canonicalAddress, formatIPv4 } from '../../../src/core/address.ts';
import { isReeveError } from '../../../src/core/errors.ts';
import type { KnockEvent } from '../../../src/core/knock.ts';
import { transports } from '../../../src/core/transport.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { scanEvent } from '../../store/events.ts';

const rules = (...texts: readonly string[]) => texts.map(parseIgnoreRule);

/** A scan of these ports by these sources. */
const scan = (
  sources: readonly string[],
  ports: readonly number[],
  transport: 'tcp' | 'udp' = 'tcp',
): KnockEvent =>
  scanEvent('x', {
    source: sources.length === 1 ? (sources[0] ?? null) : null,
    sources,
    sourceCount: sources.length,
    transport,
    ports: { count: ports.length, exact: true, top: ports.map((port) => ({ port, packets: 1 })) },
  });

describe('a rule of what to ignore', () => {
  it.each([
    ['22', '22'],
    ['53/UDP', '53/udp'],
    ['192.0.2.7', '192.0.2.7'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['192.0.2.7/32', '192.0.2.7'],
    ['192.0.2.7:161/udp', '192.0.2.7:161/udp'],
    ['10.0.0.0/8:22', '10.0.0.0/8:22'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['[2001:db8::1]:53', '[2001:db8::1]:53'],
    ['[2001:db8::/32]:53/tcp', '[2001:db8::/32]:53/tcp'],
    ['[192.0.2.7]:22', '192.0.2.7:22'],
  ])('%s is read', (text, written) => {
    expect(formatIgnoreRule(parseIgnoreRule(text))).toBe(written);
  });

  it.each([
    '',
    'ssh',
    '65536',
    '22/icmp',
    '22-23',
    '１２',
    '-1',
    '256.0.0.1',
    '10.0.0.0/33',
    '2001:db8::/129',
    '10.0.0.0/8/8',
    '192.0.2.7:',
    '192.0.2.7:65536',
    '[2001:db8::1',
    '[example.org]:22',
    '1.2.3',
    '22\n23',
    'fe80::1%eth0/64',
  ])('%j is refused, with what to write instead', (text) => {
    expect(() => parseIgnoreRule(text)).toThrow(/--ignore 10\.0\.0\.0\/8/);
  });

  it('comes back as it was written, whatever it is', () => {
    const octets = fc.array(fc.nat({ max: 255 }), { minLength: 4, maxLength: 4 }).map(formatIPv4);
    const six = fc
      .ipV6()
      .map(canonicalAddress)
      .filter((one) => one !== null);
    const source = fc.oneof(
      fc.tuple(octets, fc.integer({ min: 0, max: 32 })),
      fc.tuple(six, fc.integer({ min: 0, max: 128 })),
    );
    const port = fc.nat({ max: 65_535 });
    const transport = fc.option(fc.constantFrom(...transports), { nil: null });
    const parts = fc.oneof(
      fc.record({ source: fc.constant(null), port, transport }),
      fc.record({ source, port: fc.constant(null), transport: fc.constant(null) }),
      fc.record({ source, port, transport }),
    );
    fc.assert(
      fc.property(parts, ({ source: network, ...rest }) => {
        const named = network === null ? null : `${network[0]}/${network[1]}`;
        const text = formatIgnoreRule({ source: named, ...rest });
        const rule = parseIgnoreRule(text);
        expect(rule).toMatchObject(rest);
        expect(formatIgnoreRule(parseIgnoreRule(formatIgnoreRule(rule)))).toBe(formatIgnoreRule(rule));
        // A network has its own address in it.
        if (network !== null) expect(rule.hasSource(network[0])).toBe(true);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('is a rule or an error that says what to do, for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.stringMatching(/^[\d.:/[\]a-f]{0,30}$/),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          expect(formatIgnoreRule(parseIgnoreRule(given))).not.toBe('');
        } catch (error) {
          expect(isReeveError(error) && error.code).toBe('USAGE');
        }
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('has an IPv4 address in a network exactly when their first bits are the same', () => {
    const word = (address: string): number =>
      address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
    const address = fc.array(fc.nat({ max: 255 }), { minLength: 4, maxLength: 4 }).map(formatIPv4);
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (network, other, prefix) => {
        const size = 2 ** (32 - prefix);
        const same = Math.floor(word(network) / size) === Math.floor(word(other) / size);
        expect(parseIgnoreRule(`${network}/${prefix}`).hasSource(other)).toBe(same);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

describe('what is ignored', () => {
  it('is an event all of whose ports are, and no other', () => {
    expect(isIgnored(scan(['192.0.2.7'], [22]), rules('22'))).toBe(true);
    expect(isIgnored(scan(['192.0.2.7'], [22, 23]), rules('22'))).toBe(false);
    expect(isIgnored(scan(['192.0.2.7'], [22, 23]), rules('22', '23/tcp'))).toBe(true);
    expect(isIgnored(scan(['192.0.2.7'], [22]), rules('22/udp'))).toBe(false);
    expect(isIgnored(scan(['192.0.2.7'], []), rules('22'))).toBe(false);
  });

  it('is not a scan of more ports than are on record', () => {
    const broad = scanEvent('x', { ports: { count: 900, exact: true, top: [{ port: 22, packets: 1 }] } });
    expect(isIgnored(broad, rules('22'))).toBe(false);
    expect(isIgnored(broad, rules('203.0.113.0/24'))).toBe(true);
  });

  it('is an event all of whose sources are', () => {
    expect(isIgnored(scan(['192.0.2.7'], [1, 2]), rules('192.0.2.0/24'))).toBe(true);
    expect(isIgnored(scan(['2001:db8::7'], [1]), rules('2001:db8::/32'))).toBe(true);
    expect(isIgnored(scan(['192.0.2.7', '198.51.100.1'], [1]), rules('192.0.2.0/24'))).toBe(false);
    expect(isIgnored(scan(['192.0.2.7', '198.51.100.1'], [1]), rules('192.0.2.0/24', '198.51.100.1:1'))).toBe(
      true,
    );
    const campaign = scanEvent('x', { sources: ['192.0.2.7'], source: null, sourceCount: 500 });
    expect(isIgnored(campaign, rules('192.0.2.0/24'))).toBe(false);
    expect(isIgnored(campaign, rules('23', '2323'))).toBe(true);
  });

  it('is a port of one source only there', () => {
    const monitored = rules('192.0.2.7:161/udp');
    expect(isIgnored(scan(['192.0.2.7'], [161], 'udp'), monitored)).toBe(true);
    expect(isIgnored(scan(['192.0.2.7'], [161], 'tcp'), monitored)).toBe(false);
    expect(isIgnored(scan(['192.0.2.8'], [161], 'udp'), monitored)).toBe(false);
    expect(isIgnored(scan(['192.0.2.7'], [161, 162], 'udp'), monitored)).toBe(false);
  });

  it('is no flood because of a sender, who is forged, and nothing that was lost', () => {
    const flood: KnockEvent = {
      type: 'flood',
      key: 'f',
      flood: {
        target: '192.0.2.1',
        port: 80,
        transport: 'tcp',
        packets: 10,
        sources: { count: 9, exact: true },
        first: null,
        last: null,
        because: [],
        evidence: [],
      },
    };
    expect(isIgnored(flood, rules('0.0.0.0/0', '::/0'))).toBe(false);
    expect(isIgnored(flood, rules('80'))).toBe(true);
    const drops: KnockEvent = {
      type: 'drops',
      key: 'd',
      drops: { reason: 'full', packets: 1, first: null, last: null },
    };
    expect(isIgnored(drops, rules('80', '0.0.0.0/0'))).toBe(false);
  });

  it('is a change of a listener by its port', () => {
    const change = {
      kind: 'opened',
      at: 0,
      transport: 'tcp',
      port: 3000,
      address: '::',
      exposure: 'public',
      holder: null,
      before: null,
      verdict: 'unknown',
    } as const;
    expect(isIgnoredChange(change, rules('3000'))).toBe(true);
    expect(isIgnoredChange(change, rules('3000/udp', '127.0.0.1:3000', '3001'))).toBe(false);
  });
});

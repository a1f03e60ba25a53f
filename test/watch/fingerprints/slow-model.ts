import type { Probe } from '../../../src/core/probe.ts';
import type { PairSign, Sign } from '../../../src/watch/fingerprints/sign-bits.ts';

/*
 * What the signs mean, written a second time from the plain form of a packet, with BigInt and text instead of words
 * and bits. Slow on purpose: it is what the quick form is compared with.
 */

const address = (text: string): bigint =>
  text.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);

const isV6 = ({ destination }: Probe): boolean => destination.includes(':');

const header = (probe: Probe): number | null =>
  probe.headerLength ?? (probe.length === null ? null : probe.length - (isV6(probe) ? 40 : 20));

/** `mss 1460` and `mss` alike are `mss`. */
const kindsOf = ({ options }: Probe): string | null =>
  options === null
    ? null
    : options
        .filter((name) => name !== '...')
        .map((name) => name.split(' ')[0])
        .join(',');

/** A value that the text of the options may or may not show; the model is only asked where all are shown. */
export interface Values {
  readonly segment: number | null;
  readonly scale: number | null;
  readonly stamp: readonly [number, number] | null;
}

export function slowSigns(probe: Probe, values: Values | null): readonly Sign[] {
  if (probe.protocol === 'tcp') {
    if (probe.flags === null) return [];
    return probe.flags === 'S' ? slowSyn(probe, values) : slowOther(probe, values);
  }
  if (probe.protocol === 'udp') {
    if (probe.ipId === 0x1042 && probe.payloadLength === 300) return ['nmapSystem'];
    return probe.ipId === 54321 && !isV6(probe) ? ['zmapIdentification'] : [];
  }
  if (probe.protocol !== 'icmp') return [];
  const signs: Sign[] = [];
  if (probe.ipId === 54321 && !isV6(probe)) signs.push('zmapIdentification');
  const { icmp, echo, payloadLength } = probe;
  if (icmp?.type === 8 && icmp.code === 9 && echo?.sequence === 295 && payloadLength === 120)
    signs.push('nmapSystem');
  if (icmp?.type === 8 && icmp.code === 0 && echo?.sequence === 296 && payloadLength === 150)
    signs.push('nmapSystem');
  if (echo !== null && payloadLength === 0) signs.push('emptyEcho');
  return signs;
}

const commonOnly = (probe: Probe, values: Values | null): boolean => {
  const size = header(probe);
  if (size !== null && size !== 24) return false;
  const kinds = kindsOf(probe);
  if (kinds !== null && kinds !== 'mss') return false;
  if (values !== null) return values.segment === 1460;
  return kinds !== null || size === 24;
};

const nmapWindows: ReadonlySet<number | null> = new Set([1024, 2048, 3072, 4096]);
const hpingWindows: ReadonlySet<number | null> = new Set([64, 512]);

function slowSyn(probe: Probe, values: Values | null): readonly Sign[] {
  const signs: Sign[] = [];
  const v6 = isV6(probe);
  const { sequence, ipId, destinationPort, window, dontFragment, ttl } = probe;
  if (!v6 && sequence !== null && ipId !== null && destinationPort !== null) {
    const mixed = address(probe.destination) ^ BigInt(destinationPort) ^ BigInt(sequence);
    if (mixed % 65536n === BigInt(ipId)) signs.push('masscanRelation');
  }
  if (!v6 && sequence !== null && BigInt(sequence) === address(probe.destination))
    signs.push('miraiRelation');
  const size = header(probe);
  if (!v6 && dontFragment === true) return [...signs, ...slowKernel(probe, size)];
  if (size === 20) signs.push('bareSyn');
  if (window === 65535) {
    if (ipId === 54321 && !v6) signs.push('zmapIdentification');
    const zmap = v6 || dontFragment !== false || ttl === null ? null : slowZmap(probe, values, ttl);
    if (zmap !== null) signs.push(zmap);
  } else if (size === 20) {
    if (window === 1024) signs.push('masscanWindow1024');
    if (window === 0) signs.push('masscanWindow0');
    if (hpingWindows.has(window)) signs.push('hpingWindow');
    const half = sequence !== null && (sequence % 65536 === 0 || sequence < 65536);
    if (window === 14600 && half) signs.push('hajimeWindow');
  } else if (commonOnly(probe, values)) {
    if (window === 1025) signs.push('masscanWindow1025');
    if (nmapWindows.has(window)) signs.push('nmapSyn');
  }
  if (size === 20) return signs;
  if (values?.segment === 1024 && probe.options?.includes('md5') === true) signs.push('unicornMimic');
  if (values?.stamp?.[0] === 0xffffffff) signs.push('nmapSystem');
  return v6 ? [...signs, ...slowKernel(probe, size)] : signs;
}

function slowZmap(probe: Probe, values: Values | null, ttl: number): Sign | null {
  if (values?.segment !== 1460) return null;
  const kinds = kindsOf(probe);
  const clock = values.stamp === null ? [0, 0] : values.stamp;
  const unix = clock[1] === 0 && (clock[0] ?? 0) >= 1_710_000_000 && (clock[0] ?? 0) < 2 ** 31;
  if (kinds === 'mss,sackOK,TS,nop,wscale' && values.scale === 7 && unix && (ttl <= 64 || ttl > 128))
    return 'zmapLinux';
  if (ttl > 64) return null;
  if (kinds === 'mss,nop,wscale,nop,nop,sackOK' && values.scale === 8) return 'zmapWindows';
  if (kinds === 'mss,nop,wscale,nop,nop,TS,sackOK' && values.scale === 6 && unix) return 'zmapBsd';
  return kinds === 'mss' ? 'zmapSmallest' : null;
}

const kernels: Readonly<Record<string, Sign>> = {
  'mss,sackOK,TS,nop,wscale': 'kernelLinux',
  'mss,nop,wscale,nop,nop,sackOK': 'kernelWindows',
  'mss,nop,nop,sackOK': 'kernelWindows',
  'mss,nop,wscale,nop,nop,TS,sackOK': 'kernelBsd',
  'mss,nop,wscale,sackOK,TS': 'kernelBsd',
  'mss,nop,nop,sackOK,nop,wscale,nop,nop,TS': 'kernelBsd',
};

function slowKernel(probe: Probe, size: number | null): readonly Sign[] {
  const kinds = kindsOf(probe);
  if (kinds === null) return size !== null && size >= 28 ? ['kernelUnread'] : [];
  const sign = kernels[kinds];
  return sign === undefined ? [] : [sign];
}

function slowOther(probe: Probe, values: Values | null): readonly Sign[] {
  if (values?.stamp?.[0] === 0xffffffff) return ['nmapSystem'];
  if (probe.flags === 'SEC' && probe.window === 3 && kindsOf(probe) === 'wscale,nop,mss,sackOK,nop,nop')
    return ['nmapSystem'];
  const mayFragment = isV6(probe) || probe.dontFragment === false;
  if (!mayFragment || header(probe) !== 20) return [];
  if (nmapWindows.has(probe.window)) return ['nmapFlags'];
  return hpingWindows.has(probe.window) ? ['hpingWindow'] : [];
}

export function slowPairSigns(one: Probe, other: Probe): readonly PairSign[] {
  if (one.protocol !== 'tcp' || other.protocol !== 'tcp' || isV6(one) !== isV6(other)) return [];
  if (one.flags === null || one.flags !== other.flags) return [];
  if (one.sequence === null || other.sequence === null) return [];
  if (one.destinationPort === null || other.destinationPort === null) return [];
  const ack = one.flags.includes('A');
  if (ack && (one.acknowledgement === null || other.acknowledgement === null)) return [];
  const number = BigInt((ack ? one.acknowledgement : one.sequence) ?? 0);
  const before = BigInt((ack ? other.acknowledgement : other.sequence) ?? 0);
  const sameSource = one.sourcePort === other.sourcePort;
  if (number === before) {
    if (one.destination !== other.destination || one.destinationPort !== other.destinationPort)
      return ['sameSequence'];
    if (one.ipId === null || other.ipId === null) return sameSource ? ['retransmission'] : [];
    const sameId = one.ipId === other.ipId;
    if (sameSource) return [sameId ? 'exactRepeat' : 'retransmission'];
    return sameId ? ['movedSourcePort'] : [];
  }
  const signs: PairSign[] = [];
  const difference = number ^ before;
  const halves = difference / 65536n === difference % 65536n;
  if (halves) signs.push('equalHalves');
  if (sameSource && one.window !== null && other.window !== null && one.window === other.window)
    signs.push('fixedPortAndWindow');
  if (one.sourcePort === ((other.sourcePort ?? 0) + 1) % 65536) signs.push('nextSourcePort');
  const portsDiffer = !sameSource || one.destinationPort !== other.destinationPort;
  if (!portsDiffer || isV6(one) || halves) return signs;
  const source = BigInt((one.sourcePort ?? 0) ^ (other.sourcePort ?? 0));
  const destination = BigInt(one.destinationPort ^ other.destinationPort);
  const turned = ({ destination }: Probe): bigint => address(destination.split('.').toReversed().join('.'));
  const rests = new Set([
    difference ^ address(one.destination) ^ address(other.destination),
    difference ^ turned(one) ^ turned(other),
  ]);
  if (rests.has(source * 65536n + destination) || rests.has(destination * 65536n + source))
    signs.push('sequenceFollowsTarget');
  return signs;
}

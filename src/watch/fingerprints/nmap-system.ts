import { known, optionBit, optionKind, tcpFlag, word } from '../record.ts';
import { coincidence } from './chance.ts';
import { share, signsSeen } from './evidence.ts';
import { optionLayout, wordAt } from './fields.ts';
import type { ToolRule } from './rule.ts';

const { mss, nop, windowScale, sackOk } = optionKind;
const ecnLayout = optionLayout(windowScale, nop, mss, sackOk, nop, nop);
const ecnFlags = tcpFlag.syn | tcpFlag.ece | tcpFlag.cwr;
const ecnNeeds = known.window | known.optionKinds;
const udpNeeds = known.ipId | known.payloadLength;
const echoNeeds = known.icmp | known.echo | known.payloadLength;
const echoRequest = 8 << 8;

/** T1-T7 carry a timestamp of all ones. */
export const signNmapSystemTimestamp = (has: number, values: number, timestamp: number): boolean =>
  timestamp === -1 && (values & optionBit.hasTimestamp) !== 0 && (has & known.optionValues) !== 0;

/** The ECN probe: window 3. */
export const signNmapSystemEcn = (has: number, tcp: number, kinds: number): boolean =>
  (tcp & 0x1ff) === ecnFlags && tcp >>> 16 === 3 && kinds === ecnLayout && (has & ecnNeeds) === ecnNeeds;

/** U1: identification 0x1042 and 300 bytes. */
export const signNmapSystemUdp = (has: number, ip: number, payload: number): boolean =>
  ip >>> 16 === 0x1042 && payload >>> 8 === 300 && (has & udpNeeds) === udpNeeds;

/** IE1: code 9 (which no ping sends), sequence 295, 120 bytes. IE2: code 0, the next sequence, 150 bytes. */
export function signNmapSystemEcho(words: Uint32Array, at: number, has: number): boolean {
  if ((has & echoNeeds) !== echoNeeds) return false;
  const code = wordAt(words, at, word.ports);
  const sequence = wordAt(words, at, word.sequence) & 0xffff;
  const bytes = wordAt(words, at, word.payload) >>> 8;
  return (
    (code === (echoRequest | 9) && sequence === 295 && bytes === 120) ||
    (code === echoRequest && sequence === 296 && bytes === 150)
  );
}

const code = 'https://github.com/nmap/nmap/blob/master/osscan2.cc';
const protocols = new Set(['tcp', 'udp', 'icmp']);

const system: ToolRule = {
  name: 'nmap-system',
  tool: 'nmap',
  era: 'second generation of OS detection (4.20 or newer)',
  needs: known.flags | known.optionValues,
  chance: '2^-32 a packet with a timestamp of all ones',
  level: 'proven',
  sources: [code],
  judge(summary) {
    const seen = signsSeen(summary, 'nmapSystem');
    if (seen === 0 || summary.protocol !== 'tcp') return null;
    return {
      version: '4.20 or newer',
      level: 'proven',
      chance: coincidence(Math.min(seen, 8), Math.min(Math.max(seen, summary.signsTried), 8), 2 ** -32),
      packets: seen,
      because: [
        `Probes of its OS detection (-O: timestamp of all ones, or the ECN probe with window 3) in ${share(seen, summary.signsTried)}.`,
      ],
    };
  },
};

const datagram: ToolRule = {
  name: 'nmap-system-datagram',
  tool: 'nmap',
  era: 'second generation of OS detection (4.20 or newer)',
  needs: known.payloadLength,
  chance: '2^-16 a packet',
  level: 'proven',
  sources: [code],
  judge(summary) {
    const seen = signsSeen(summary, 'nmapSystem');
    if (seen === 0 || summary.protocol === 'tcp' || !protocols.has(summary.protocol)) return null;
    const filled = summary.samples.some(
      ({ payload, payloadLength }) =>
        payloadLength === 300 && payload !== null && /^(?:43){16,}$/.test(payload),
    );
    const because =
      summary.protocol === 'udp'
        ? [
            `id 0x1042 and 300 bytes${filled ? ' of "C"' : ''}, the UDP probe of its OS detection, in ${share(seen, summary.signsTried)}.`,
          ]
        : [
            `Echo requests of its OS detection (sequence 295 with code 9, or 296) in ${share(seen, summary.signsTried)}.`,
          ];
    return {
      version: '4.20 or newer',
      level: filled || seen > 1 ? 'proven' : 'likely',
      chance: filled ? 2 ** -32 : coincidence(Math.min(seen, 2), 2, 2 ** -16),
      packets: seen,
      because,
    };
  },
};

export const nmapSystemRules: readonly ToolRule[] = [system, datagram];

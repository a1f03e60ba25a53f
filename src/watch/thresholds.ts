import { fail } from '../core/errors.ts';

/** A line that is drawn, and what it costs to draw it elsewhere. */
interface ThresholdRule {
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly whole: boolean;
  /** What it is; lower and higher, and what each costs. */
  readonly text: string;
}

const count = (value: number, text: string, from = 1): ThresholdRule => ({
  value,
  from,
  to: 1_000_000_000,
  whole: true,
  text,
});

const seconds = (value: number, text: string): ThresholdRule => ({
  value,
  from: 0,
  to: 31_536_000,
  whole: false,
  text,
});

const share = (value: number, text: string): ThresholdRule => ({
  value,
  from: 0.0001,
  to: 0.9999,
  whole: false,
  text,
});

const catalogue = {
  scanPorts: count(
    4,
    'Different ports, on few targets, that make a port scan. Lower: a client that tries three services is called a scanner. Higher: a scanner of the four best-known ports is a probe only. Four failures in a row are what the sequential test asks for; others draw it at 7 (scanlogd, system ports) to 15 (Zeek, CrowdSec).',
    2,
  ),
  sweepTargets: count(
    4,
    'Different targets, for few ports, that make a host sweep. Lower: a client of three servers that are down is called a sweep. Higher: a host with few addresses never sees one. Others draw it at 25 (Zeek) for networks.',
    2,
  ),
  nearScanPorts: count(
    8,
    'As scanPorts, for an ordinary kernel of the own network: its file and mail clients try several services of a server by themselves.',
    2,
  ),
  nearSweepTargets: count(
    25,
    'As sweepTargets, for an ordinary kernel of the own network: monitoring and management look at many hosts by day.',
    2,
  ),
  openPorts: count(
    15,
    'Different TCP ports of one target, tried about once each, that make a port scan although they accept. Lower: a client of many services of one machine is called a scanner. Higher: a scan of a machine that accepts everything is taken for a client.',
    2,
  ),
  prefixSources: count(
    5,
    'IPv6 sources of one /64 whose probes together make a scan that are taken for one machine. Lower: two machines of one network are joined. Higher: a scanner that changes its address with each packet is told packet by packet.',
    2,
  ),
  trwTheta0: share(
    0.8,
    "Sequential test of Jung et al. 2004 (TRW): the chance that an honest source's first contact succeeds. Higher: failures weigh more, honest sources are blamed sooner.",
  ),
  trwTheta1: share(
    0.2,
    "Sequential test: the chance that a scanner's first contact succeeds. Lower: failures weigh more; too low and a scanner that knows its targets passes.",
  ),
  trwDetection: share(
    0.99,
    'Sequential test: the wanted chance to recognise a scanner. Higher: more failures are asked for.',
  ),
  trwFalse: share(
    0.01,
    'Sequential test: the accepted chance to blame an honest source. Lower: more failures are asked for; 0.01 asks for four in a row.',
  ),
  slowGap: seconds(
    60,
    'Seconds between packets, in the median, from which a scan is called slow. It changes the words, not the kind.',
  ),
  steadyPackets: count(
    3,
    'Packets to one closed port from which a source counts as retrying. Lower: a single connection whose SYN was repeated is one already.',
    2,
  ),
  steadySpan: seconds(
    600,
    'Seconds over which a client from elsewhere must come back to one port to be called misdirected. Lower: the short tries of a scanner with an ordinary kernel pass as a mistake.',
  ),
  decoyShared: count(
    3,
    'Equal probes (target, port, source port, sequence) that two sources must share to be one run. Lower: two bots of constant numbers are joined. Higher: decoys at one single port are told apart.',
    2,
  ),
  decoySkew: seconds(
    2,
    'Seconds that shared probes may lie apart. nmap sends them together; a busy network delays them.',
  ),
  campaignSources: count(
    5,
    'Sources with one tool and the same constants that make a campaign. Lower: two users of one tool are joined. Higher: a small botnet fills the list.',
    2,
  ),
  campaignPlainSources: count(
    20,
    'As campaignSources where the tool is unknown or an ordinary kernel: what these share, many honest hosts share too.',
    2,
  ),
  floodSources: count(
    500,
    'New sources within floodWindow at one target that make a flood, where most send no more than floodPackets and none shows a tool. Lower: a busy hour of background noise becomes one event. Higher: a small flood is listed source by source.',
    10,
  ),
  floodWindow: seconds(
    60,
    'Seconds within which floodSources are counted. Longer: sources that come one by one over a day look like a flood.',
  ),
  floodPackets: count(
    3,
    'Packets that a forged source sends at most; what sends more is judged by itself. Higher: sources of a botnet that each try a few times vanish in the flood.',
  ),
  victimPackets: count(
    3,
    'Answers to packets that nobody here sent which make a victim. Lower: one late answer of a server is called an attack on it. Higher: small attacks are counted only.',
  ),
  idleGap: seconds(
    86_400,
    'Seconds of silence that end what a source does; what it does later is told anew. Lower: a scan that sends a packet an hour falls into pieces. Higher: a new scan is taken for more of the old one.',
  ),
} as const satisfies Record<string, ThresholdRule>;

export type ThresholdName = keyof typeof catalogue;

/** All can be set: `--threshold NAME=VALUE`. */
export type Thresholds = Readonly<Record<ThresholdName, number>>;

export const thresholdNames = Object.keys(catalogue) as readonly ThresholdName[];

export const defaultThresholds: Thresholds = Object.fromEntries(
  thresholdNames.map((name) => [name, catalogue[name].value]),
) as Thresholds;

/** What a threshold is and what moving it costs, for the help and the documents. */
export const thresholdText = (name: ThresholdName): string => catalogue[name].text;

/**
 * Reads `NAME=VALUE`.
 * @throws ReeveError `USAGE`
 */
export function parseThreshold(text: string): { readonly name: ThresholdName; readonly value: number } {
  const asked = `the threshold ${JSON.stringify(text.slice(0, 80))}`;
  const at = text.indexOf('=');
  const name = thresholdNames.find((one) => one === text.slice(0, at === -1 ? undefined : at).trim());
  if (name === undefined) {
    throw fail('USAGE', {
      asked,
      found: 'there is none of this name',
      todo: `Name one of ${thresholdNames.join(', ')}`,
    });
  }
  const { from, to, whole } = catalogue[name];
  const todo = `Write ${name}=${catalogue[name].value}, or another ${whole ? 'whole number' : 'number'} from ${from} to ${to}`;
  const digits = at === -1 ? '' : text.slice(at + 1).trim();
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(digits))
    throw fail('USAGE', { asked, found: 'its value is not a number', todo });
  const value = Number(digits);
  if (whole && !Number.isInteger(value))
    throw fail('USAGE', { asked, found: 'its value is not a whole number', todo });
  if (value < from || value > to) throw fail('USAGE', { asked, found: 'its value is out of range', todo });
  return { name, value };
}

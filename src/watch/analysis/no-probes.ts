import { pairSign, sign } from '../fingerprints/sign-bits.ts';
import type { SourceSummary } from '../source-summary.ts';
import type { Thresholds } from '../thresholds.ts';

/** A source all of whose packets seemed to be probes, and as a whole are none: what they are then. */
export type NoProbes = 'late' | 'established';

export function noProbes(summary: SourceSummary, thresholds: Thresholds): NoProbes | null {
  if (isLate(summary, thresholds) || isLateDatagrams(summary, thresholds)) return 'late';
  return isStream(summary, thresholds) || isActiveFtp(summary, thresholds) ? 'established' : null;
}

/**
 * Bare acknowledgements, of few ports or mostly followed by traffic both ways: packets of connections that began before
 * the input did, or ended just now.
 */
const isLate = ({ shapes, signsTried, pairs, answered }: SourceSummary, { scanPorts }: Thresholds): boolean =>
  shapes.ack > 0 &&
  shapes.ack === signsTried &&
  (pairs.count < scanPorts || answered.accepted * 2 >= signsTried);

/** Ports that systems hand to their clients, from the lowest of Linux on. */
const firstEphemeral = 32_768;

/**
 * Datagrams with data from one port to many ephemeral ones of a single host: answers of a peer or service that the
 * firewall no longer waits for. A scanner's to ports without a known service are empty, and go to others too.
 */
function isLateDatagrams(summary: SourceSummary, { scanPorts }: Thresholds): boolean {
  const { protocol, sourcePorts, targets, ports, samples } = summary;
  if (protocol !== 'udp' || sourcePorts.count !== 1 || targets.count !== 1) return false;
  if (ports.count < scanPorts || isMarked(summary)) return false;
  if (!ports.top.every(({ port }) => port >= firstEphemeral)) return false;
  return samples.every(
    ({ destinationPort, payloadLength }) =>
      (destinationPort ?? 0) >= firstEphemeral && (payloadLength ?? 0) > 0,
  );
}

/** So many packets for each port, at this pace, are sound, pictures or a game, not a look at who is there. */
const streamPackets = 16;

function isStream(summary: SourceSummary, { scanPorts }: Thresholds): boolean {
  const { protocol, pairs, packets, first, last, samples, ports } = summary;
  if (protocol !== 'udp' || pairs.count < scanPorts || packets < streamPackets * pairs.count) return false;
  if (first === null || last === null || packets * 1e6 < last - first || isMarked(summary)) return false;
  // Each of them: a scan of many ports among a stream stays one.
  if (ports.top.some(({ packets: count }) => count < streamPackets / 2)) return false;
  return samples.every(
    ({ destinationPort, payloadLength }) => (destinationPort ?? 0) > 1023 && (payloadLength ?? 0) > 0,
  );
}

const ftpData = 20;

/** An FTP server opens the connection for data from port 20 to the port that its client named (RFC 959, 3.2). */
function isActiveFtp(summary: SourceSummary, { scanPorts }: Thresholds): boolean {
  const { protocol, sourcePorts, targets, ports, shapes, signs, signsTried, samples } = summary;
  if (protocol !== 'tcp' || sourcePorts.count !== 1 || targets.count !== 1) return false;
  if (ports.count < scanPorts || shapes.syn !== signsTried) return false;
  const kernels = [sign.kernelLinux, sign.kernelWindows, sign.kernelBsd].some(
    (bit) => (signs[bit] ?? 0) === signsTried,
  );
  if (!kernels || samples.length === 0) return false;
  return (
    ports.top.every(({ port }) => port > 1023) &&
    samples.every(
      ({ sourcePort, destinationPort }) => sourcePort === ftpData && (destinationPort ?? 0) > 1023,
    )
  );
}

/** Whether a tool shows. */
const isMarked = ({ signs, pairSigns }: SourceSummary): boolean =>
  (signs[sign.zmapIdentification] ?? 0) > 0 ||
  (signs[sign.nmapSystem] ?? 0) > 0 ||
  (pairSigns[pairSign.movedSourcePort] ?? 0) > 0;

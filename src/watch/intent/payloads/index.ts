import { amplifiers } from './amplifiers.ts';
import { classifyBer } from './ber.ts';
import { startsWithHex } from './bytes.ts';
import { classifyDns } from './dns.ts';
import type { PayloadClass, PayloadSignature } from './payload-class.ts';
import { classifyQuic } from './quic.ts';
import { services } from './services.ts';
import { classifyTunnel } from './tunnels.ts';

export type { PayloadClass, PayloadTool } from './payload-class.ts';

/** A program's filler text on any port is surer than what the port would make of it. */
const table: readonly PayloadSignature[] = [...services.slice(0, 1), ...amplifiers, ...services.slice(1)];

/**
 * What a datagram asks for, by its first bytes (as many as were kept), its true length and its port; null where it is
 * empty or unknown. Sources of the bytes: the RFCs named beside each layout, and the probe files of masscan
 * (src/templ-payloads.c), ZMap (examples/udp-probes) and nmap (nmap-service-probes).
 */
export function classifyPayload(
  bytes: Uint8Array,
  length: number,
  destinationPort: number,
): PayloadClass | null {
  if (bytes.length === 0) return null;
  const whole = Math.max(length, bytes.length);
  const signature = table.find((entry) => fits(entry, bytes, whole, destinationPort));
  if (signature !== undefined) return classOf(signature);
  return (
    classifyDns(bytes, destinationPort) ??
    classifyBer(bytes, destinationPort) ??
    classifyTunnel(bytes, whole, destinationPort) ??
    classifyQuic(bytes, whole)
  );
}

function fits(entry: PayloadSignature, bytes: Uint8Array, length: number, port: number): boolean {
  if (entry.ports !== undefined && !entry.ports.includes(port)) return false;
  if (entry.length !== undefined && (length < entry.length[0] || length > entry.length[1])) return false;
  if (entry.starts !== undefined && !startsWithHex(bytes, entry.starts)) return false;
  return entry.test === undefined || entry.test(bytes, length);
}

const classOf = ({ name, service, tool, amplification, text }: PayloadSignature): PayloadClass => ({
  name,
  service,
  tool: tool ?? null,
  amplification: amplification ?? false,
  text,
});

import { startsWithHex, u16, u32 } from './bytes.ts';
import type { PayloadClass, PayloadTool } from './payload-class.ts';

const tunnel = (
  name: string,
  service: string,
  text: string,
  tool: PayloadTool | null = null,
): PayloadClass => ({
  name,
  service,
  tool,
  amplification: false,
  text,
});

/*
 * DTLS (RFC 6347 4): type 22, version, epoch, sequence number of 48 bits, length; handshake type 1 = client hello,
 * length, three more fields; the client's version, then 32 random bytes at 27.
 */
function classifyDtls(bytes: Uint8Array): PayloadClass | null {
  const version = u16(bytes, 1);
  if (bytes[0] !== 22 || (version !== 0xfeff && version !== 0xfefd && version !== 0x0100)) return null;
  if (bytes.length > 13 && bytes[13] !== 1) return null;
  const random = u32(bytes, 27);
  const tools: readonly (readonly [number, PayloadTool])[] = [
    [0x1db1e352, 'masscan'],
    [0x5f060742, 'censys'],
  ];
  const tool =
    tools.find(([value]) => value === random)?.[1] ?? (u32(bytes, 31) === 0x7c77401e ? 'nmap' : null);
  return tunnel('dtls-hello', 'dtls', 'opens an encrypted session (DTLS)', tool);
}

/*
 * ISAKMP (RFC 2408 3.1, 7296 3.1): the initiator's number, the responder's (zero in a first message), next payload,
 * version, exchange, flags, message number, length of all. On port 4500 behind four zero bytes (RFC 3948 2.2).
 */
function classifyIsakmp(bytes: Uint8Array, length: number, port: number): PayloadClass | null {
  if (port !== 500 && port !== 4500) return null;
  const at = port === 4500 && u32(bytes, 0) === 0 ? 4 : 0;
  const major = (bytes[at + 17] ?? 0) >>> 4;
  if (bytes.length < at + 28 || (major !== 1 && major !== 2)) return null;
  if (u32(bytes, at + 8) !== 0 || u32(bytes, at + 12) !== 0 || u32(bytes, at + 24) > length) return null;
  const own = startsWithHex(bytes, '0011223344556677') || startsWithHex(bytes, '3127fcb038109e89');
  return tunnel('ike-start', 'ike', `opens an IPsec tunnel (IKE version ${major})`, own ? 'nmap' : null);
}

/*
 * OpenVPN: opcode << 3 | key, the session's number of 8 bytes. Opcode 7 = a client's hard reset (version 2), 10 with a
 * wrapped key.
 */
function classifyOpenVpn(bytes: Uint8Array, length: number, port: number): PayloadClass | null {
  const first = bytes[0] ?? 0;
  if (first !== 0x38 && first !== 0x50) return null;
  const empty = length >= 13 && length <= 54 && bytes.length >= 13;
  if (port !== 1194 && !(empty && length === 14 && u32(bytes, 9) === 0)) return null;
  const own = startsWithHex(bytes, '3864c17801b89bcb8f');
  return tunnel('openvpn-reset', 'openvpn', 'opens an OpenVPN tunnel', own ? 'nmap' : null);
}

export const classifyTunnel = (bytes: Uint8Array, length: number, port: number): PayloadClass | null =>
  classifyDtls(bytes) ?? classifyIsakmp(bytes, length, port) ?? classifyOpenVpn(bytes, length, port);

import { readFileSync } from 'node:fs';
import { isPort } from '../../core/port.ts';
import type { Span } from '../../core/range.ts';
import type { HostPorts } from '../listener.ts';

/**
 * The kernel's settings about ports of our own network namespace, Documentation/networking/ip-sysctl.rst:
 * `ip_local_port_range` (two numbers), `ip_local_reserved_ports` (`8080,9148-9150` or empty), `ip_unprivileged_port_start`.
 * They hold for IPv6 as well.
 */
export function hostPorts(procRoot = '/proc'): HostPorts {
  const read = (name: string): string | null => textOf(`${procRoot}/sys/net/ipv4/${name}`);
  const start = read('ip_unprivileged_port_start');
  return {
    ephemeral: parseEphemeral(read('ip_local_port_range')),
    reserved: parseReserved(read('ip_local_reserved_ports')),
    unprivilegedFrom:
      start !== null && /^\d{1,5}$/.test(start) && Number(start) <= 65_536 ? Number(start) : null,
  };
}

/** `32768\t60999`. */
export function parseEphemeral(text: string | null): Span | null {
  const match = /^(\d{1,5})\s+(\d{1,5})$/.exec(text ?? '');
  return match === null ? null : spanOf(Number(match[1]), Number(match[2]));
}

/** `8080,9148-9150`; empty text is no reserved port, anything else odd is unknown. */
export function parseReserved(text: string | null): readonly Span[] | null {
  if (text === null) return null;
  if (text === '') return [];
  const spans = text.split(',').map((part) => {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    return match === null ? null : spanOf(Number(match[1]), Number(match[2] ?? match[1]));
  });
  return spans.every((span) => span !== null) ? spans : null;
}

const spanOf = (from: number, to: number): Span | null =>
  isPort(from) && isPort(to) && from <= to ? { from, to } : null;

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

import type { Scan } from '../../../core/knock.ts';
import type { ProbeProtocol } from '../../../core/probe.ts';
import { isTransport, type Transport } from '../../../core/transport.ts';
import { counted, thousands } from '../text.ts';

/** The service that the registry has for a port, null where it has none. */
export type PortName = (port: number, transport: Transport) => string | null;

export function namedPort(port: number, transport: ProbeProtocol, name: PortName): string {
  const service = isTransport(transport) ? name(port, transport) : null;
  return service === null ? String(port) : `${port} ${service}`;
}

/** In a table: the ports by name where they are few, else how many and the most asked. */
export function portsCell({ ports, transport }: Pick<Scan, 'ports' | 'transport'>, name: PortName): string {
  const { count, exact, top } = ports;
  if (!isTransport(transport)) return transport;
  if (count === 0) return transport;
  const tail = transport === 'tcp' ? '' : `/${transport}`;
  const shown = top.slice(0, 3).map(({ port }) => {
    const service = name(port, transport);
    return service === null ? `${port}${tail}` : `${port}${tail} ${service}`;
  });
  if (count <= shown.length) return shown.join(', ');
  if (count <= 12 && top.length >= count) return `${top.map(({ port }) => port).join(' ')}${tail}`;
  return `${exact ? '' : '~'}${thousands(count)}${tail === '' ? ' ports' : tail}`;
}

/** In the details: the most asked by name, the rest by number. */
export function portList(
  { ports, transport }: Pick<Scan, 'ports' | 'transport'>,
  name: PortName,
  most = 8,
): string {
  const shown = ports.top.slice(0, most).map(({ port }) => namedPort(port, transport, name));
  const rest = ports.count - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${counted(rest, 'more', 'more')}` : shown.join(', ');
}

import { fail } from './errors.ts';
import { isTransport, type Transport, transports } from './transport.ts';

export const lowestPort = 0;
export const highestPort = 65_535;

/** One thing a person may ask about: a port, on one transport or (null) on all of them. */
export interface PortQuery {
  readonly port: number;
  readonly transport: Transport | null;
}

export const isPort = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= lowestPort && value <= highestPort;

const shape = /^([0-9]{1,5})(?:\/([a-z]+))?$/i;
const spanShape = /^([0-9]{1,5})-([0-9]{1,5})(\/[a-z]+)?$/i;

/**
 * Reads `443`, `443/tcp` or `:443`. Only ASCII digits count: `２５０４` and `2504abc` are refused.
 * @throws ReeveError `PORT_INVALID` or `TRANSPORT_INVALID` (exit code 4)
 */
export function parsePortQuery(text: string): PortQuery {
  const match = shape.exec(text.trim().replace(/^:/, ''));
  const port = match === null ? Number.NaN : Number(match[1]);
  if (match === null || !isPort(port)) {
    throw fail('PORT_INVALID', {
      asked: `the port ${JSON.stringify(text.slice(0, 40))}`,
      found: 'that is not a whole number from 0 to 65535',
      todo: 'Write it as 443 or 443/tcp',
    });
  }
  const transport = match[2]?.toLowerCase() ?? null;
  if (transport !== null && !isTransport(transport)) {
    throw fail('TRANSPORT_INVALID', {
      asked: `the transport ${JSON.stringify(transport.slice(0, 20))}`,
      found: 'ports are registered for tcp, udp, sctp and dccp only',
      todo: `Write it as ${port}/${transports[0]}`,
    });
  }
  return { port, transport };
}

/** As `parsePortQuery`, and `2171-2174` or `2171-2174/tcp` gives one query for each port of the span. */
export function parsePortQueries(text: string): readonly PortQuery[] {
  const span = spanShape.exec(text.trim());
  if (span === null) return [parsePortQuery(text)];
  const suffix = span[3] ?? '';
  const first = parsePortQuery(`${span[1]}${suffix}`);
  const last = parsePortQuery(`${span[2]}${suffix}`);
  if (last.port < first.port) {
    throw fail('PORT_INVALID', {
      asked: `the ports ${JSON.stringify(text.slice(0, 40))}`,
      found: 'the last one is lower than the first',
      todo: `Write it as ${last.port}-${first.port}${suffix}`,
    });
  }
  return Array.from({ length: last.port - first.port + 1 }, (_, step) => ({
    port: first.port + step,
    transport: first.transport,
  }));
}

export const formatPortQuery = ({ port, transport }: PortQuery): string =>
  transport === null ? String(port) : `${port}/${transport}`;

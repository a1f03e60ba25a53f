import type { Scan } from '../../../core/knock.ts';
import type { ProbeProtocol } from '../../../core/probe.ts';
import { isTransport } from '../../../core/transport.ts';

interface AskedPort {
  readonly port: number;
  readonly transport: ProbeProtocol;
  readonly packets: number;
}

/** The ports over all sources, the most asked for first. */
export function topPorts(scans: readonly Scan[]): readonly AskedPort[] {
  const sums = new Map<string, AskedPort>();
  for (const { transport, ports } of scans) {
    if (!isTransport(transport)) continue;
    for (const { port, packets } of ports.top) {
      const key = `${port}/${transport}`;
      sums.set(key, { port, transport, packets: packets + (sums.get(key)?.packets ?? 0) });
    }
  }
  return [...sums.values()].toSorted((a, b) => b.packets - a.packets || a.port - b.port);
}

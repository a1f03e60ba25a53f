// Events committed a second, by what stands behind them, and what asking costs with many on record.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStore } from '../src/store/index.ts';
import { aProbe, scanEvent } from '../test/store/events.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'reeve-bench-store-'));
const now = (): number => Date.now() * 1000;
const retention = { days: 30, bytes: 2 ** 40 };
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (work: () => void): number => {
  const from = performance.now();
  work();
  return (performance.now() - from) / 1000;
};

const packets = Array.from({ length: 16 }, (_, index) =>
  aProbe({ ordinal: index + 1, destinationPort: 20 + index }),
);
const ports = packets.map(({ destinationPort }) => ({ port: destinationPort ?? 0, packets: 1 }));
const address = (number: number): string =>
  `203.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;

const single = (number: number) => ({
  source: address(number),
  sources: [address(number)],
  kind: 'probe' as const,
  ports: { count: 1, exact: true, top: [{ port: number % 1024, packets: 1 }] },
  evidence: [aProbe()],
  first: now(),
  last: now(),
});
const scan = (number: number) => ({
  ...single(number),
  kind: 'port-scan' as const,
  ports: { count: 16, exact: true, top: ports },
  evidence: packets,
});

function measure(name: string, many: number, each: number, make: (number: number) => object): void {
  const file = path.join(folder, `${name}-${each}.db`.replaceAll(' ', '-'));
  const store = openStore({ path: file, now, retention });
  const events = Array.from({ length: many }, (_, number) => scanEvent(`k${number}`, make(number)));
  const spent = seconds(() => {
    events.forEach((event, index) => {
      store.put(event);
      if (index % each === each - 1) store.flush();
    });
    store.flush();
  });
  const again = seconds(() => {
    for (const event of events.slice(0, many / 4)) store.put(event);
    store.flush();
  });
  const asked = seconds(() => void store.portKnocks(23, 'tcp')) * 1000;
  const listed = seconds(() => void store.knocks({ limit: 20, port: 23 })) * 1000;
  store.close();
  const bytes = Math.round(statSync(file).size / many);
  say(
    `${name}, commit every ${each}: ${Math.round(many / spent)} new events/s, ${Math.round(many / 4 / again)} later states/s, ${bytes} bytes each; ${many} on record: a port's sum ${asked.toFixed(1)} ms, its newest 20 ${listed.toFixed(1)} ms`,
  );
}

try {
  measure('single probes', 20_000, 1000, single);
  measure('single probes', 20_000, 100, single);
  measure('scans of 16 ports and packets', 5000, 1000, scan);
  measure('scans of 16 ports and packets', 5000, 100, scan);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

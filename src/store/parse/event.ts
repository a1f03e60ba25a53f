import {
  certainties,
  type Drops,
  type Flood,
  type Intent,
  knockKinds,
  type KnockEvent,
  type PortCount,
  type Scan,
  type ToolVerdict,
  type Victim,
} from '../../core/knock.ts';
import type { Probe } from '../../core/probe.ts';
import { count, finite, flag, list, object, oneOf, orNull, portNumber, text } from './check.ts';
import { protocol } from './probe.ts';

const portCount = object<PortCount>({ port: portNumber, packets: count });
const time = orNull(finite);

const tool = object<ToolVerdict>({
  name: orNull(text),
  version: orNull(text),
  level: oneOf(certainties),
  chance: orNull(finite),
  because: list(text),
});

const scan = object<Omit<Scan, 'evidence'>>({
  source: orNull(text),
  sources: list(text),
  sourceCount: count,
  kind: oneOf(knockKinds),
  because: list(text),
  tool,
  transport: protocol,
  ports: object({ count, exact: flag, top: list(portCount) }),
  targets: object({ count, exact: flag, top: list(text) }),
  packets: count,
  first: time,
  last: time,
  rate: orNull(finite),
  answered: object({ accepted: count, refused: count }),
  intent: list(object<Intent>({ name: text, text, because: text })),
  spoofable: flag,
});

const victim = object<Omit<Victim, 'evidence'>>({
  address: text,
  packets: count,
  answers: list(object({ kind: text, packets: count })),
  ports: list(portCount),
  targets: object({ count, exact: flag }),
  first: time,
  last: time,
});

const flood = object<Omit<Flood, 'evidence'>>({
  target: text,
  port: orNull(portNumber),
  transport: protocol,
  packets: count,
  sources: object({ count, exact: flag }),
  first: time,
  last: time,
  because: list(text),
});

const drops = object<Drops>({ reason: text, packets: count, first: time, last: time });

const eventTypes = ['scan', 'backscatter', 'flood', 'drops'] as const satisfies readonly KnockEvent['type'][];

/** An event of its type, key, summary and packets. */
export function eventOf(
  type: unknown,
  key: unknown,
  summary: unknown,
  evidence: readonly Probe[],
): KnockEvent {
  const name = text(key);
  const known = oneOf(eventTypes)(type);
  switch (known) {
    case 'scan':
      return { type: known, key: name, scan: { ...scan(summary), evidence } };
    case 'backscatter':
      return { type: known, key: name, victim: { ...victim(summary), evidence } };
    case 'flood':
      return { type: known, key: name, flood: { ...flood(summary), evidence } };
    case 'drops':
      return { type: known, key: name, drops: drops(summary) };
  }
}

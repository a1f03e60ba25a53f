import { type KnockEvent, seenIn } from '../core/knock.ts';

/** Later states of an event are told only where this many times as many packets stand behind them. */
const growth = 10;

interface Told {
  readonly state: string;
  readonly packets: number;
}

/**
 * Keeps a stream of events readable: an event is told when it is new, when what it is called changes and when it has
 * grown tenfold, not at each packet.
 */
export function announcer(most = 10_000): (event: KnockEvent) => boolean {
  const told = new Map<string, Told>();
  return (event) => {
    const now = toldOf(event);
    const before = told.get(event.key);
    if (before !== undefined && before.state === now.state && now.packets < before.packets * growth)
      return false;
    told.delete(event.key);
    told.set(event.key, now);
    const [oldest] = told.keys();
    if (told.size > most && oldest !== undefined) told.delete(oldest);
    return true;
  };
}

function toldOf(event: KnockEvent): Told {
  const { packets } = seenIn(event);
  if (event.type !== 'scan') return { state: '', packets };
  const { kind, tool } = event.scan;
  return { state: `${kind} ${tool.name} ${tool.level}`, packets };
}

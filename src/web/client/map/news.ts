import type { ListenerChangeDocument } from '../../../contract/small.ts';
import { holderOf } from '../../map/holder.ts';
import { type MapTransport, mapTransports } from '../../map/layout.ts';
import type { MapMachine } from '../../map/machine.ts';
import { live } from '../live/index.ts';
import { isWithin, type Moment, readMoment } from '../live/moment.ts';
import type { MapModel } from './model.ts';

export interface NewsParts {
  readonly url: string;
  readonly model: MapModel;
  /** All is new. */
  readonly loaded: () => void;
  readonly knocked: (transport: MapTransport, port: number) => void;
  readonly listened: (transport: MapTransport, port: number, opened: boolean) => void;
  /** A message was worked off. */
  readonly settled: () => void;
}

/** Keeps the model as the machine is: all of it once, then by what the live feed tells. */
export function followMachine(parts: NewsParts): void {
  const { model } = parts;
  /** What the model holds already; null while it is being loaded. */
  let known: Moment | null = null;
  /** What came while it was. */
  let held: (() => void)[] = [];

  const load = async (): Promise<void> => {
    known = null;
    try {
      const answer = await fetch(parts.url, { headers: { accept: 'application/json' } });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const machine = (await answer.json()) as MapMachine;
      model.load(machine);
      known = readMoment(machine.at);
      parts.loaded();
      const waiting = held;
      held = [];
      for (const one of waiting) one();
    } catch {
      setTimeout(() => void load(), 5000);
    }
  };

  const heed = (at: string, work: () => void): void => {
    if (known === null) {
      // While a load is under way a few hundred messages can come, hardly more; the load brings the rest.
      if (held.length < 2000) held.push(() => heed(at, work));
      return;
    }
    if (isWithin(readMoment(at), known)) return;
    work();
    parts.settled();
  };

  const feed = live();
  feed?.on('ports', ({ flickers }, at) =>
    heed(at, () => {
      for (const { transport, ports } of flickers) {
        for (const [port, count] of ports) {
          model.knock(transport, port, count);
          parts.knocked(transport, port);
        }
      }
    }),
  );
  feed?.on('listener', ({ change }, at) => heed(at, () => follow(change, parts)));
  feed?.onResync(() => void load());
  void load();
}

function follow({ kind, listener }: ListenerChangeDocument, { model, listened }: NewsParts): void {
  const transport = mapTransports.find((one) => one === listener.transport);
  const { port, address, exposure, verdict } = listener;
  if (transport === undefined || port === null) return;
  if (kind === 'closed') model.close(transport, port, address);
  else {
    const holder = holderOf({ ...listener, owners: listener.owners });
    model.open([port, transport, address, verdict.level, exposure, holder]);
  }
  listened(transport, port, kind !== 'closed');
}

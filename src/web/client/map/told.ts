import { type MapTransport, statusAt } from '../../map/layout.ts';
import type { Texts } from '../texts.ts';
import type { MapModel } from './model.ts';
import type { Names } from './names.ts';

/** What there is to say of a port, in the page's language; service and description are the registry's. */
export interface Told {
  /** `2504/tcp` */
  readonly title: string;
  readonly service: string | null;
  readonly description: string | null;
  /** Assigned, unassigned … and the range. */
  readonly status: string;
  /** A sentence for each listener. */
  readonly listeners: readonly string[];
  /** Null where nobody knocked. */
  readonly knocks: string | null;
}

const shownListeners = 3;

export function tell(
  port: number,
  transport: MapTransport,
  { model, names, texts }: { readonly model: MapModel; readonly names: Names; readonly texts: Texts },
): Told {
  const base = model.base?.[transport];
  const name = names.get(transport, port);
  const listening = model.listeners(transport, port);
  const knocks = model.knocks(transport, port);
  const more = listening.length - shownListeners;
  return {
    title: `${port}/${transport}`,
    service: name?.service ?? null,
    description: name?.description ?? null,
    status: base === undefined ? '' : texts(`status.${statusAt(base, port)}.${rangeName(port)}`),
    listeners: [
      ...listening.slice(0, shownListeners).map(({ address, holder, verdict }) =>
        texts(holder === null ? 'listensHidden' : 'listens', {
          holder: isolated(holder ?? ''),
          address: isolated(address),
          verdict: texts(`verdict.${verdict}`),
        }),
      ),
      ...(more > 0 ? [texts('listensMore', { count: more })] : []),
    ],
    knocks: knocks === 0 ? null : texts('knocks', { count: knocks }),
  };
}

const rangeName = (port: number): string => (port < 1024 ? 'system' : port < 49_152 ? 'user' : 'dynamic');

/** What comes from a machine keeps its own direction inside a sentence. */
const isolated = (text: string): string => `\u2068${text}\u2069`;

/** All of it for who listens rather than looks; each is a sentence or a name of its own. */
export const spoken = ({ title, service, description, status, listeners, knocks }: Told): string =>
  [title.replace('/', ' '), service, description, status, ...listeners, knocks]
    .filter((part) => part !== null && part !== '')
    .join('. ');

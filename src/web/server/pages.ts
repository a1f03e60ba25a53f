import { portRanges } from '../../core/range.ts';
import { isTransport } from '../../core/transport.ts';
import type { Page, PageContext } from '../page.ts';
import { aboutPage } from '../pages/about.ts';
import { eventPage } from '../pages/event.ts';
import { knocksPage } from '../pages/knocks.ts';
import { listenerEndPage } from '../pages/listener-end.ts';
import { listenersPage } from '../pages/listeners.ts';
import { mapPage } from '../pages/map.ts';
import { portPage } from '../pages/port/index.ts';
import { rangePage, rangesPage } from '../pages/ranges/index.ts';
import { searchPage } from '../pages/search.ts';
import { sourcePage } from '../pages/source.ts';
import { refuse, unknownPage } from './refusal.ts';

type Params = Readonly<Record<string, string>>;

/** A kind of page: its address, who makes it. */
export interface PageRoute {
  /** As the router has it: `/ports/:port`. */
  readonly path: string;
  /** The port whose changes make the page another one; such a page is kept meanwhile. @throws Refusal */
  readonly keptFor?: (params: Params) => number;
  readonly render: (context: PageContext, params: Params) => Page | Promise<Page>;
}

export const portRoutes = {
  whole: {
    path: '/ports/:port',
    keptFor: ({ port }) => portOf(port),
    render: (context, { port }) => portPage(context, { port: portOf(port), transport: null }),
  },
  transport: {
    path: '/ports/:port/:transport',
    keptFor: ({ port }) => portOf(port),
    render: (context, { port, transport }) => {
      const number = portOf(port);
      if (!isTransport(transport)) throw unknownTransport(transport);
      return portPage(context, { port: number, transport });
    },
  },
} as const satisfies Readonly<Record<string, PageRoute>>;

export const pageRoutes: readonly PageRoute[] = [
  { path: '/', render: mapPage },
  portRoutes.whole,
  portRoutes.transport,
  { path: '/ranges', render: rangesPage },
  {
    path: '/ranges/:name',
    render: (context, { name }) => {
      const range = portRanges.find((one) => one.name === name);
      if (range === undefined) throw unknownPage(context.path);
      return rangePage(context, range.name);
    },
  },
  { path: '/listeners', render: listenersPage },
  { path: '/listeners/:id/end', render: (context, { id = '' }) => listenerEndPage(context, id) },
  { path: '/knocks', render: knocksPage },
  { path: '/sources/:address', render: (context, { address = '' }) => sourcePage(context, address) },
  { path: '/events/:id', render: (context, { id = '' }) => eventPage(context, id) },
  { path: '/search', render: searchPage },
  { path: '/about', render: aboutPage },
];

/** One address a port: what only looks like a number, and what is written otherwise than one writes it, is none. */
function portOf(text = ''): number {
  if (/^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535) return Number(text);
  const plain = /^0+(\d{1,5})$/.exec(text)?.[1];
  throw refuse('PORT_INVALID', {
    asked: `the port ${JSON.stringify(text.slice(0, 40))}`,
    found: 'that is not a whole number from 0 to 65535',
    todo:
      plain !== undefined && Number(plain) <= 65_535
        ? `It is written ${Number(plain)}`
        : 'Write it as /ports/443 or /ports/443/tcp; names are found by the search',
  });
}

const unknownTransport = (text = ''): Error =>
  refuse('TRANSPORT_INVALID', {
    asked: `the transport ${JSON.stringify(text.slice(0, 20))}`,
    found: 'ports are registered for tcp, udp, sctp and dccp only',
    todo: 'Write it as /ports/443/tcp',
  });

import { type LanguageTag, openLocale } from '../i18n/index.ts';
import type { PageContext } from '../page.ts';
import type { MachineView } from '../view.ts';
import { type Allowance, allowance } from './allowance.ts';
import { type Counts, newCounts } from './counts.ts';
import { type Gate, openGate, type Visitor } from './gate.ts';
import { agentLinks } from './links.ts';
import { type LiveHub, liveHub } from './live/hub.ts';
import type { WebOptions } from './options.ts';
import { type PageCache, pageCache } from './page-cache.ts';
import { remembering } from './port-memory.ts';
import type { Target } from './target.ts';

/** How much of everything: for tests and measurements, none of it is the user's matter. */
export interface Tuning {
  /** Bytes of pages kept; 0: each is made anew. */
  readonly pageCache?: number;
  readonly viewers?: number;
  /** Bytes that wait for one slow viewer. */
  readonly viewerBacklog?: number;
  /** Milliseconds. */
  readonly headersTimeout?: number;
  readonly requestTimeout?: number;
}

/** What all answers are made of. */
export interface Site {
  readonly options: WebOptions;
  /** The machine as pages ask it. */
  readonly machine: MachineView;
  readonly gate: Gate;
  readonly cache: PageCache;
  readonly hub: LiveHub;
  readonly counts: Counts;
  /** Votes, a visitor and a household. */
  readonly votes: { readonly visitor: Allowance; readonly household: Allowance };
  /** Where the pages are served, once they are: `http://127.0.0.1:7678`. */
  readonly addresses: () => readonly string[];
}

export function openSite(options: WebOptions, tuning: Tuning, addresses: Site['addresses'] = () => []): Site {
  const { view } = options;
  const cache = pageCache(tuning.pageCache ?? 24 * 2 ** 20, (port) => view.portVersion(port));
  const hub = liveHub(view.live, {
    most: tuning.viewers ?? 2000,
    backlog: tuning.viewerBacklog ?? 256 * 1024,
    // Capture and store are told of on pages, whatever the port.
    onMessage: ({ message }) => {
      if (message.type === 'status') cache.clear();
    },
  });
  return {
    options,
    machine: remembering(view, options.now),
    gate: openGate(options),
    cache,
    hub,
    counts: newCounts(),
    votes: {
      visitor: allowance({ atOnce: 20, seconds: 10 }),
      household: allowance({ atOnce: 60, seconds: 5 }),
    },
    addresses,
  };
}

export function contextOf(
  { options, machine }: Site,
  { path, query }: Pick<Target, 'path' | 'query'>,
  tag: LanguageTag,
  role: Visitor['role'],
): PageContext {
  const asked = new URLSearchParams(query);
  return {
    locale: openLocale(tag),
    machine,
    registry: options.registry,
    assets: options.assets,
    links: agentLinks(tag),
    path,
    query: asked,
    now: options.now(),
    feedback: { action: '/feedback', thanked: asked.has('thanks') },
    operator: role !== 'reader',
  };
}

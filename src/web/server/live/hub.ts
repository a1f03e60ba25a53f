import type { ServerResponse } from 'node:http';
import type { LiveFeed, Numbered } from '../../live.ts';
import { safety } from '../headers.ts';
import { aliveFrame, frameOf, type LiveType } from './frames.ts';
import { Viewer } from './viewer.ts';

interface Following {
  readonly types: ReadonlySet<LiveType>;
  /** Where he left off; null: he begins now. */
  readonly after: { readonly epoch: string; readonly id: number } | null;
}

/** All who follow live. */
export interface LiveHub {
  readonly viewers: number;
  readonly full: boolean;
  follow(response: ServerResponse, following: Following): void;
  close(): void;
}

export interface HubOptions {
  readonly most: number;
  /** Bytes that wait for one viewer at the most. */
  readonly backlog: number;
  readonly onMessage?: (one: Numbered) => void;
}

/** Well below what proxies and clients take for silence. */
const aliveEvery = 15_000;

export function liveHub(feed: LiveFeed, { most, backlog, onMessage }: HubOptions): LiveHub {
  const viewers = new Set<Viewer>();
  const unsubscribe = feed.subscribe((one) => {
    onMessage?.(one);
    if (viewers.size === 0) return;
    const frame = frameOf(feed.epoch, one);
    for (const viewer of viewers) viewer.tell(one.message.type, frame);
  });
  const timer = setInterval(() => {
    for (const viewer of viewers) {
      if (viewer.alive()) continue;
      viewers.delete(viewer);
      viewer.destroy();
    }
  }, aliveEvery);
  timer.unref();
  return {
    get viewers() {
      return viewers.size;
    },
    get full() {
      return viewers.size >= most;
    },
    follow: (response, { types, after }) => {
      response.writeHead(200, {
        ...safety,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // Proxies are not to gather it.
        'x-accel-buffering': 'no',
      });
      response.write('retry: 3000\n');
      response.write(aliveFrame(feed.epoch, after?.epoch === feed.epoch ? after.id : feed.latest));
      const viewer = new Viewer(response, feed, types, backlog);
      if (after !== null) viewer.resume(after.epoch, after.id);
      viewers.add(viewer);
      response.on('close', () => viewers.delete(viewer));
      response.on('error', () => viewers.delete(viewer));
    },
    close: () => {
      unsubscribe();
      clearInterval(timer);
      for (const viewer of viewers) viewer.end();
      viewers.clear();
    },
  };
}

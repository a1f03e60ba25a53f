import { announcer } from '../../answer/index.ts';
import { knockEventItem } from '../../contract/knock-event-item.ts';
import type { KnockEvent } from '../../core/knock.ts';
import type { Visibility } from '../../core/visibility.ts';
import type { Hooks } from '../hooks/index.ts';
import { changeDocument, listenerEvent, type TableChange } from '../listeners/told.ts';
import { Feed } from '../live/feed.ts';
import type { AgentScreen } from '../settings.ts';
import { PortVersions } from './versions.ts';

export interface NewsroomOptions {
  readonly epoch: string;
  readonly hooks: Pick<Hooks, 'onKnock' | 'onListener'>;
  readonly screen: Pick<AgentScreen, 'change' | 'knock'>;
}

/** Tells everybody who is to know: viewers, hooks, the person at the terminal; and counts. */
export class Newsroom {
  readonly feed: Feed;
  readonly versions = new PortVersions();
  /** How often each kind was told. */
  readonly knocks = new Map<string, number>();
  readonly changes = new Map<string, number>();
  readonly #options: NewsroomOptions;
  readonly #isNews = announcer();

  constructor(options: NewsroomOptions) {
    this.#options = options;
    this.feed = new Feed(options.epoch);
  }

  change(change: TableChange, visibility: Visibility): void {
    const { hooks, screen } = this.#options;
    count(this.changes, change.kind);
    this.feed.publish({ type: 'listener', change: changeDocument(change, visibility) });
    hooks.onListener(listenerEvent(change));
    screen.change(change);
  }

  /** Each state of an event goes to the hooks, which choose for themselves; viewers get what stays readable. */
  knock(event: KnockEvent, id: string | null): void {
    const { hooks, screen } = this.#options;
    count(this.knocks, event.type === 'scan' ? event.scan.kind : event.type);
    this.versions.knock(event);
    hooks.onKnock(event, id);
    if (!this.#isNews(event)) return;
    this.feed.publish({ type: 'knock', id, event: knockEventItem(event) });
    screen.knock(event, id);
  }

  /** The agent's own state is another one. */
  status(): void {
    this.feed.publish({ type: 'status' });
  }
}

const count = (counts: Map<string, number>, kind: string): void =>
  void counts.set(kind, (counts.get(kind) ?? 0) + 1);

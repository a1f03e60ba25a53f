import { setTimeout as pause } from 'node:timers/promises';
import { envelope, visibilityItem } from '../../contract/envelope.ts';
import { listenerItem } from '../../contract/listener-item.ts';
import type { ListenerChangeDocument } from '../../contract/small.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import type { Visibility } from '../../core/visibility.ts';
import type { Listener } from '../../inspect/listener.ts';
import { inspector, type ListenerChange, trackChanges } from '../../inspect/index.ts';
import type { Context } from '../context.ts';
import { toJsonLine } from '../json.ts';
import { judgedLook, ownAgent } from '../../answer/index.ts';
import { openRegistry } from '../../registry/index.ts';
import { changeLine } from '../render/change-line.ts';
import { holderOf } from '../render/listeners.ts';
import { chosen, kindsOf, type ListOptions } from '../listing.ts';

/** `reeve ls --watch`: one line (or one JSON object a line) for each change, until it is interrupted. */
export async function watchListeners(context: Context, options: ListOptions): Promise<ExitCode> {
  const seconds = options.watch === true ? 1 : Number(options.watch);
  if (!(seconds >= 0.1 && seconds <= 3600)) {
    throw fail('USAGE', {
      asked: `a look every ${JSON.stringify(options.watch)} seconds`,
      found: 'that is not a number from 0.1 to 3600',
      todo: 'Write it as --watch 2',
    });
  }
  const stop = new AbortController();
  const interrupted = (): void => stop.abort();
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  const tracker = trackChanges({ patience: Math.max(2_000, seconds * 2_000) });
  if (context.interactive) context.err(`Watching listeners every ${seconds} s; Ctrl-C ends it.\n`);
  const inspectAgain = await inspector({ kinds: kindsOf(options), connected: options.all === true });
  const registry = openRegistry();
  // A listener that closed is told of as it was judged last.
  const assessed = new WeakMap<Listener, Assessed>();
  try {
    while (!stop.signal.aborted) {
      const { listeners, inspection } = judgedLook(await inspectAgain(), registry, ownAgent());
      for (const one of listeners) assessed.set(one.listener, one);
      const changes = tracker.step(
        listeners.map(({ listener }) => listener),
        Date.now(),
      );
      for (const change of changes) {
        const one = assessed.get(change.listener);
        // Filtered here and not before: a verdict that changes is no listener that opens.
        if (one === undefined || chosen([one], options).length === 0) continue;
        print({ change, one, visibility: inspection.visibility }, context, options);
      }
      await pause(seconds * 1000, undefined, { signal: stop.signal }).catch(() => undefined);
    }
    return 0;
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}

type Assessed = ReturnType<typeof chosen>[number];

interface Told {
  readonly change: ListenerChange;
  readonly one: Assessed;
  readonly visibility: Visibility;
}

function print({ change, one, visibility }: Told, context: Context, options: ListOptions): void {
  const { kind, before } = change;
  if (options.json) {
    const line: ListenerChangeDocument = {
      ...envelope('portreeve/listener-change/1'),
      kind,
      listener: listenerItem(one, { unredacted: options.unredacted === true }),
      before: before && holderOf(before),
      visibility: visibilityItem(visibility),
    };
    context.out(toJsonLine(line));
    return;
  }
  const { paint, columns: room } = context;
  context.out(`${changeLine({ kind, row: one, before, at: Date.now() }, { room, paint })}\n`);
}

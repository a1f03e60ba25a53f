import { setTimeout as pause } from 'node:timers/promises';
import { listenerItem } from '../../contract/listener-item.ts';
import type { ListenerChangeDocument } from '../../contract/small.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import { inspector, type ListenerChange, trackChanges } from '../../inspect/index.ts';
import type { Context } from '../context.ts';
import { toJsonLine } from '../json.ts';
import { judgedLook } from '../look.ts';
import { openRegistry } from '../../registry/index.ts';
import { bindOf, holderOf, placeOf } from '../render/listeners.ts';
import { levelMark } from '../render/style.ts';
import { clip } from '../render/text.ts';
import { chosen, kindsOf, type ListOptions } from '../listing.ts';

const signs = { opened: '+', closed: '-', restarted: '~', replaced: '!' } as const;
const hues = { opened: 'green', closed: 'dim', restarted: 'cyan', replaced: 'yellow' } as const;

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
  try {
    while (!stop.signal.aborted) {
      const { listeners } = judgedLook(await inspectAgain(), registry);
      const shown = chosen(listeners, options);
      const assessed = new Map(shown.map((one) => [one.listener, one]));
      for (const change of tracker.step([...assessed.keys()], Date.now()))
        print(change, assessed, context, options);
      await pause(seconds * 1000, undefined, { signal: stop.signal }).catch(() => undefined);
    }
    return 0;
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}

type Assessed = ReturnType<typeof chosen>[number];

function print(
  change: ListenerChange,
  assessed: ReadonlyMap<unknown, Assessed>,
  context: Context,
  options: ListOptions,
): void {
  const at = new Date().toISOString();
  const { kind, listener, before } = change;
  const now = assessed.get(listener);
  if (options.json) {
    const unknown: Assessed = { listener, assignments: [], verdict: { level: 'unknown', because: [] } };
    const item = listenerItem(now ?? unknown, { unredacted: options.unredacted === true });
    const line: ListenerChangeDocument = {
      schema: 'portreeve/listener-change/1',
      at,
      kind,
      listener: item,
      before: before && holderOf(before),
    };
    context.out(toJsonLine(line));
    return;
  }
  const { paint, columns } = context;
  const was = before === null || kind === 'restarted' ? '' : ` (was ${harmless(holderOf(before))})`;
  const text = `${at.slice(11, 19)} ${signs[kind]} ${kind.padEnd(9)} ${placeOf(listener)} on ${harmless(bindOf(listener))} by ${harmless(holderOf(listener))}${was}`;
  const verdict = now === undefined ? '' : `  ${levelMark(paint, now.verdict.level)}`;
  context.out(`${paint[hues[kind]](clip(text, columns - 12))}${verdict}\n`);
}

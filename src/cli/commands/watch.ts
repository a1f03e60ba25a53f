import type { ExitCode } from '../../core/errors.ts';
import { startWatch } from '../../watch/index.ts';
import type { Context } from '../context.ts';
import { listening } from '../../answer/index.ts';
import { prepareStore } from '../storing.ts';
import { keepingTerminal } from '../terminal.ts';
import { type WatchOptions, watchSettings } from './watch-options.ts';

const exitCodes: readonly number[] = [0, 1, 2, 3, 4, 5];

/**
 * `reeve watch`. Called by a person this becomes the privileged part, which opens the sockets and starts the same
 * command again without privileges; that one does all that is seen.
 */
export async function watch(context: Context, options: WatchOptions): Promise<ExitCode> {
  const settings = watchSettings(options);
  const terminal = keepingTerminal();
  const started = await startWatch({
    interfaces: settings.interfaces,
    exclude: settings.exclude,
    silent: settings.silent,
    decoys: settings.decoys,
    user: settings.user,
    listening: async () => (await listening()).exposedTcp(),
    prepare: (identity) => {
      if (settings.keep) prepareStore(context.env, settings.store, identity);
    },
  });
  if (started.role === 'helper') {
    terminal.restore(started.exitCode);
    return exitCodes.find((code): code is ExitCode => code === started.exitCode) ?? 5;
  }
  const { runSession } = await import('../watching/session.ts');
  return await runSession(context, settings, started.watch);
}

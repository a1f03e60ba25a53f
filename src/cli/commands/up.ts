import { up } from '../../agent/index.ts';
import type { ExitCode } from '../../core/errors.ts';
import type { Context } from '../context.ts';
import { prepareStore } from '../storing.ts';
import { agentScreen } from '../agent-screen.ts';
import { type UpOptions, upSettings } from './up-options.ts';

/** `reeve up`: the agent with its pages, until it is asked to end. */
export async function startUp(context: Context, options: UpOptions): Promise<ExitCode> {
  const { env } = context;
  // Who read the first lines may go (`reeve up | head`): the agent is there for others as well.
  process.stdout.removeAllListeners('error').on('error', () => undefined);
  return await up({
    settings: upSettings(options, env),
    screen: agentScreen(context),
    env,
    prepare: (identity) => prepareStore(env, options.store ?? null, identity),
  });
}

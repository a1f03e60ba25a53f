import { fail } from '../../core/errors.ts';
import { runHelper } from './helper.ts';
import { type Plan, planVariable } from './plan.ts';

/**
 * Goes on as the privileged process: the first thing that the command does where it was started with a plan. Whoever
 * writes one by hand has the rights of his own that it uses.
 * @returns the agent's exit code
 */
export async function runPrivileged(): Promise<number> {
  const text = process.env[planVariable];
  delete process.env[planVariable];
  try {
    return await runHelper(JSON.parse(text ?? '') as Plan);
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    throw fail(
      'INTERNAL',
      {
        asked: 'the privileged part of the agent',
        found: 'it was started without a plan',
        todo: `Start reeve up without ${planVariable}`,
      },
      error,
    );
  }
}

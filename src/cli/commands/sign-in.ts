import { agentDocument } from '../../agent/index.ts';
import { signInDocument } from '../../contract/operating.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import { agentError, neededAgent } from '../agent-needed.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';

const asked = 'a link to sign in';

/** `reeve sign-in`: a link that opens a session of an operator, once. */
export async function signIn(context: Context, options: { readonly json?: true }): Promise<ExitCode> {
  const socket = neededAgent(context, asked);
  const found = signInDocument.safeParse(await ask(socket));
  if (!found.success)
    throw fail('AGENT_FAILED', {
      asked,
      found: 'the agent’s answer is not what was asked for',
      todo: 'See with reeve status whether it is of this version',
    });
  if (options.json) context.out(toJson(found.data));
  else {
    context.out(`${harmless(found.data.url)}\n`);
    context.err(`It works once, until ${found.data.expiresAt.slice(11, 16)} UTC.\n`);
  }
  return 0;
}

async function ask(socket: string): Promise<unknown> {
  try {
    return await agentDocument(socket, { method: 'POST', path: '/api/v1/sign-in' });
  } catch (error) {
    throw agentError(error, asked);
  }
}

import { agentDocument } from '../../agent/index.ts';
import { type StatusDocument, statusDocument } from '../../contract/status.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import { agentError, neededAgent } from '../agent-needed.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { statusText } from '../render/status.ts';

const asked = 'how the agent is';

/** `reeve status`: 0 where all is well, 3 where the agent cannot do all that it is for, 2 where none runs. */
export async function agentStatus(context: Context, options: { readonly json?: true }): Promise<ExitCode> {
  const socket = neededAgent(context, asked);
  const status = checked(await ask(socket));
  if (options.json) context.out(toJson(status));
  else context.out(`${statusText(status, context)}\n`);
  return isWell(status) ? 0 : 3;
}

async function ask(socket: string): Promise<unknown> {
  try {
    return await agentDocument(socket, { method: 'GET', path: '/api/v1/status' });
  } catch (error) {
    throw agentError(error, asked);
  }
}

/** @throws ReeveError `AGENT_FAILED` */
function checked(document: unknown): StatusDocument {
  const { data } = statusDocument.safeParse(document);
  if (data !== undefined) return data;
  const version: unknown = (document as { version?: unknown } | null)?.version;
  const other = typeof version === 'string' ? ` (it is version ${harmless(version.slice(0, 40))})` : '';
  throw fail('AGENT_FAILED', {
    asked,
    found: `the agent’s answer is not of this version${other}`,
    todo: 'Start the agent anew with this version',
  });
}

/** Whether it sees and keeps everything; that somebody turned the watching off is no fault. */
const isWell = ({ ready, listeners, capture, store }: StatusDocument): boolean =>
  ready &&
  listeners.trouble === null &&
  capture.state !== 'not-permitted' &&
  (store.state === 'ok' || (store.state === 'none' && store.trouble === null));

import { followAgent } from '../../agent/index.ts';
import { announcer, portNames } from '../../answer/index.ts';
import { knockEventOf } from '../../contract/knock-event-read.ts';
import type { KnocksQuery } from '../../contract/knocks-document.ts';
import { type LiveDocument, liveMessage } from '../../contract/live.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import { agentError, neededAgent } from '../agent-needed.ts';
import type { Context } from '../context.ts';
import { interruption } from '../interruption.ts';
import { toJsonLine } from '../json.ts';
import { isWanted } from '../knock-filter.ts';
import { decoyLine, eventLine } from '../render/knocks/event-line.ts';

const asked = 'knocks as they come';

type KnockMessage = Extract<LiveDocument, { type: 'knock' }>;

/** `reeve knocks --follow`: what the agent sees as it sees it, until Ctrl-C; 0 where anything came, 2 where nothing did. */
export async function followKnocks(
  context: Context,
  query: KnocksQuery,
  options: { readonly json?: true },
): Promise<ExitCode> {
  if (query.since !== undefined || query.until !== undefined)
    throw fail('USAGE', {
      asked: '--follow with --since or --until',
      found: 'what is to come has no past',
      todo: 'Leave one of them out',
    });
  const socket = neededAgent(context, asked);
  let told = 0;
  const tell = teller(context, query, options.json === true, () => {
    told += 1;
  });
  const stop = interruption(0);
  if (context.interactive) context.err('Following the agent; Ctrl-C ends it.\n');
  try {
    await followAgent(
      socket,
      '/api/v1/live?types=knock',
      ({ data }) => {
        const message = messageOf(data);
        if (message?.type === 'knock') tell(message);
        if (message?.type === 'resync') context.err('reeve: some news were missed\n');
      },
      stop.signal,
    );
    return told > 0 ? 0 : 2;
  } catch (error) {
    throw agentError(error, asked);
  } finally {
    stop.stop();
  }
}

/** What is no message of this version's is left out: a newer agent may say more. */
function messageOf(data: string): LiveDocument | null {
  try {
    return liveMessage.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}

function teller(
  context: Context,
  query: KnocksQuery,
  json: boolean,
  counted: () => void,
): (message: KnockMessage) => void {
  const isNews = announcer();
  const view = { room: context.columns, paint: context.paint, portName: portNames() };
  return ({ event: document }) => {
    const event = knockEventOf(document);
    const line = event === null ? decoyText(document, query, view) : null;
    if (event === null ? line === null : !isWanted(event, query)) return;
    counted();
    // A program may want every state; a person wants to read it.
    if (json) context.out(toJsonLine(document));
    else if (line !== null) context.out(`${line}\n`);
    else if (event !== null && isNews(event)) context.out(`${eventLine(event, view)}\n`);
  };
}

/** The line of what came to a decoy port; null where it was not asked for. */
function decoyText(
  document: KnockMessage['event'],
  { port, transport, source, tool, kind }: KnocksQuery,
  view: Parameters<typeof decoyLine>[1],
): string | null {
  if (document.type !== 'decoy' || tool !== undefined || kind !== undefined) return null;
  const { decoy } = document;
  if (port !== undefined && decoy.port !== port) return null;
  if (transport !== undefined && decoy.transport !== transport) return null;
  if (source !== undefined && decoy.source !== source) return null;
  const at = decoy.at === null ? 0 : Date.parse(decoy.at) * 1000;
  return decoyLine({ ...decoy, at, bytes: Buffer.from(decoy.bytes, 'hex') }, view);
}

import { agentBrief, agentPlace, agentSocket, isAgentTrouble } from '../agent/index.ts';
import { harmless } from '../core/text.ts';
import { askAgent } from './asking.ts';
import type { Context } from './context.ts';
import { duration } from './render/knocks/times.ts';
import { counted, paragraph } from './render/text.ts';

const day = 86_400e6;
/** Ports that a line has room for. */
const named = 3;

/** What the overview says of the agent and of the knocks of a day; nothing where none runs. */
export async function agentLines(context: Context, now: number): Promise<readonly string[]> {
  const socket = agentSocket(agentPlace(context.env));
  if (socket === null) return [];
  const { columns, paint } = context;
  const say = (text: string): string => paragraph(harmless(text), columns, '  ', '');
  try {
    const [brief, knocked] = await Promise.all([agentBrief(socket), knocksOfADay(context, now)]);
    if (brief === null) return [paint.yellow(say('An agent runs, of another version; see reeve status.'))];
    const since = duration(Math.max(0, (now / 1000 - Date.parse(brief.startedAt)) / 1000));
    const where = brief.interfaces.length === 0 ? 'every interface' : brief.interfaces.join(', ');
    const watching =
      brief.capture === 'watching' ? `knocks watched on ${where}` : 'knocks not watched (reeve status)';
    const pages = brief.addresses.length === 0 ? '' : `; pages at ${brief.addresses.join(', ')}`;
    return [
      say(`The agent runs since ${since}: ${watching}${pages}.`),
      ...(knocked === null ? [] : [say(knocked)]),
    ];
  } catch (error) {
    if (!isAgentTrouble(error)) throw error;
    const what = error.gone
      ? 'No agent runs; one left its socket behind.'
      : `An agent is there, but ${error.message}.`;
    return [paint.yellow(say(what))];
  }
}

async function knocksOfADay(context: Context, now: number): Promise<string | null> {
  const time = { since: now - day, until: now };
  const [spans, ports] = await Promise.all([
    askAgent(context, [{ ask: 'timeline', query: { ...time, spans: 1 } } as const]),
    askAgent(context, [{ ask: 'top', query: { ...time, by: 'port', limit: named + 1 } } as const]),
  ]);
  const events = spans?.[0]?.events.reduce((sum, one) => sum + one, 0);
  if (events === undefined) return null;
  const most = busiest(ports?.[0] ?? []);
  const at = most.length === 0 ? '' : `, most at port ${most.join(', ')}`;
  return `${counted(events, 'knock')} in 24 h${at}: reeve knocks lists them.`;
}

/** None where many were asked for alike, as by one scan: any three of them would be chance. */
export function busiest(
  top: readonly { readonly name: string; readonly events: number }[],
): readonly string[] {
  const level = top[named]?.events ?? 0;
  return top.filter(({ events }) => events > level).map(({ name }) => name);
}

import { faultNote, skippedNote } from '../asked/faults.ts';
import type { AskProgram } from '../linux/program.ts';
import { parseFacts, type WindowsFacts } from './json.ts';
import { parseNetstat } from './netstat.ts';
import { askNetstat, askPowerShell, askTasks } from './programs.ts';
import { parseTasks } from './tasklist.ts';

/** What Windows said and by which of its programs; null sockets = nothing could be listed. */
export interface HeardFacts {
  readonly facts: WindowsFacts;
  readonly by: 'PowerShell' | 'netstat and tasklist' | null;
  readonly notes: readonly string[];
}

/** Asks PowerShell, and where it does not answer, netstat and tasklist. */
export async function hearFacts(ask: AskProgram, port: number | null): Promise<HeardFacts> {
  const answer = await askPowerShell(ask, port);
  const facts = answer.ok ? parseFacts(answer.stdout) : null;
  if (facts !== null) return { facts, by: 'PowerShell', notes: skippedNotes('PowerShell', facts.skipped) };
  const follows = 'netstat and tasklist are asked instead, which know no command lines, users or start times';
  const why = answer.ok
    ? `The output of PowerShell could not be read: ${follows}.`
    : faultNote('PowerShell', answer, follows);
  const heard = await hearOldPrograms(ask);
  return { ...heard, notes: [why, ...heard.notes] };
}

async function hearOldPrograms(ask: AskProgram): Promise<HeardFacts> {
  const [netstat, tasklist] = await Promise.all([askNetstat(ask), askTasks(ask)]);
  const { sockets, skipped } = parseNetstat(netstat.ok ? netstat.stdout : '');
  const tasks = parseTasks(tasklist.ok ? tasklist.stdout : '');
  const notes = skippedNotes('netstat', skipped);
  if (!netstat.ok) notes.push(faultNote('netstat', netstat, 'no socket could be listed'));
  else if (sockets.length === 0) notes.push('netstat named no socket that could be read.');
  if (!tasklist.ok)
    notes.push(faultNote('tasklist', tasklist, 'the names of processes and services are unknown'));
  else if (tasks.length === 0)
    notes.push('The output of tasklist could not be read: names of processes are unknown.');
  const unknown = { ppid: null, path: null, commandLine: null, startedAt: null, user: null };
  const facts: WindowsFacts = {
    sockets,
    processes: tasks.map(({ pid, name }) => ({ pid, name, ...unknown })),
    services: tasks.flatMap(({ pid, services }) =>
      services.map((name) => ({ name, pid, displayName: null, account: null })),
    ),
    elevated: null,
    skipped,
  };
  return { facts, by: sockets.length === 0 ? null : 'netstat and tasklist', notes };
}

const skippedNotes = (program: string, count: number): string[] =>
  count > 0 ? [skippedNote(program, count)] : [];

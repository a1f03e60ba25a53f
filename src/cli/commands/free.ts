import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { envelope, visibilityItem } from '../../contract/envelope.ts';
import type { FreeDocument } from '../../contract/small.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import { formatPortQuery, parsePortQuery, type PortQuery } from '../../core/port.ts';
import { harmless } from '../../core/text.ts';
import type { Visibility } from '../../core/visibility.ts';
import { ownLineage } from '../../inspect/index.ts';
import type { Listener } from '../../inspect/listener.ts';
import type { Context } from '../context.ts';
import { endProcesses } from '../free/end.ts';
import { toJson } from '../json.ts';
import { type FreePlan, look, planToFree } from '../../answer/index.ts';
import { bindOf, holderOf, placeOf, shownCommand } from '../render/listeners.ts';
import { paragraph } from '../render/text.ts';

interface FreeOptions {
  readonly yes?: true;
  readonly force?: true;
  readonly wait: number;
  readonly dryRun?: true;
  readonly json?: true;
}

interface Step {
  readonly listener: Listener;
  readonly plan: FreePlan;
}

/** `reeve free PORT` */
export async function free(context: Context, text: string, options: FreeOptions): Promise<ExitCode> {
  const query = parsePortQuery(text);
  const { steps, visibility } = await lookFor(query);
  const say = (line: string): void => {
    if (!options.json) context.out(`${line}\n`);
  };
  const finish = (outcome: FreeDocument['outcome'], code: ExitCode): ExitCode => {
    if (options.json) context.out(toJson(freeDocument(query, steps, { outcome, visibility })));
    return code;
  };
  if (steps.length === 0) {
    say(`Nothing that could be seen listens on ${formatPortQuery(query)}; there is nobody to end.`);
    return finish('nothing-there', visibility.namespaces.hidden === 0 ? 2 : 3);
  }
  for (const { listener, plan } of steps) say(describe(listener, plan, context));
  for (const { listener, plan } of steps) if (plan.kind === 'refuse') throw refusal(listener, plan);
  if (options.dryRun) {
    say('Nothing was done (--dry-run).');
    return finish('dry-run', 0);
  }
  await confirm(context, query, options);
  const outcome = await carryOut(query, steps, options);
  say(
    `${formatPortQuery(query)} is free: ${outcome === 'killed' ? 'its holder was killed' : 'its holder has ended'}.`,
  );
  return finish(outcome, 0);
}

interface Looked {
  readonly steps: readonly Step[];
  readonly visibility: Visibility;
}

async function lookFor(query: PortQuery): Promise<Looked> {
  const { inspection } = await look({ detail: 'full', port: query.port, ...kinds(query) });
  const self = await ownLineage();
  const steps = inspection.listeners
    .filter(({ netns, container }) => netns.own || container !== null)
    .map((listener) => ({
      listener,
      plan: planToFree(listener, { self, privileged: process.geteuid?.() === 0, isReadable }),
    }));
  return { steps, visibility: inspection.visibility };
}

/** Its descriptors were looked at when the holders were: a process that may be read and holds nothing is no holder. */
function isReadable(pid: number): boolean {
  if (process.platform !== 'linux') return true;
  try {
    readdirSync(`/proc/${pid}/fd`);
    return true;
  } catch {
    return false;
  }
}

const stepsFor = async (query: PortQuery): Promise<readonly Step[]> => (await lookFor(query)).steps;

const kinds = ({ transport }: PortQuery) => ({
  kinds: transport === null ? (['tcp', 'udp'] as const) : [transport],
});

function describe(listener: Listener, plan: FreePlan, { columns }: Context): string {
  const first = `${placeOf(listener)} on ${bindOf(listener)} is held by ${holderOf(listener)}`;
  const lines = [paragraph(harmless(first), columns, '    ', '')];
  const seen = new Set<number>();
  for (const owner of listener.owners) {
    if (seen.has(owner.pid)) continue;
    seen.add(owner.pid);
    const command = harmless(shownCommand(owner, false) ?? owner.comm);
    lines.push(
      paragraph(
        `pid ${owner.pid}, user ${owner.user ?? owner.uid ?? 'hidden'}: ${command}`,
        columns,
        '    ',
        '  ',
      ),
    );
  }
  if (plan.kind === 'end' && plan.supervisor !== null) {
    const { name, stop } = plan.supervisor;
    const again = harmless(`${name} may start it again; to stop it for good: ${stop}`);
    lines.push(paragraph(again, columns, '    ', '  '));
  }
  return lines.join('\n');
}

function refusal(listener: Listener, refused: Extract<FreePlan, { kind: 'refuse' }>): Error {
  const { why, instead } = refused;
  const hidden = refused.hidden === true || (listener.owners.length === 0 && listener.kernel === null);
  return fail(hidden ? 'NOT_PERMITTED' : 'HOLDER_PROTECTED', {
    asked: `${placeOf(listener)} to be freed`,
    found: why,
    ...(instead === null ? {} : { todo: instead }),
  });
}

async function confirm(context: Context, query: PortQuery, { yes, json }: FreeOptions): Promise<void> {
  if (yes) return;
  if (context.interactive && !json) {
    const answer = await context.ask('End it? [y/N] ');
    if (/^y(?:es)?$/i.test(answer.trim())) return;
  }
  throw fail('NEEDS_CONFIRMATION', {
    asked: `${formatPortQuery(query)} to be freed`,
    found: 'nobody confirmed it',
    todo: 'Confirm with y at the terminal, or give --yes',
  });
}

async function carryOut(
  query: PortQuery,
  steps: readonly Step[],
  options: FreeOptions,
): Promise<'ended' | 'killed'> {
  const owners = steps.flatMap(({ plan }) => (plan.kind === 'end' ? plan.processes : []));
  const pids = new Set(owners.map(({ pid }) => pid));
  const isFree = async (): Promise<boolean> => {
    const left = await stepsFor(query);
    return !left.some(
      ({ listener }) => listener.owners.length === 0 || listener.owners.some(({ pid }) => pids.has(pid)),
    );
  };
  const outcome = await endProcesses(owners, {
    force: options.force === true,
    patience: options.wait * 1000,
    isFree,
  });
  const successor = await successorWithin(settling, query);
  if (successor === undefined) return outcome;
  const starters = successor.listener.owners[0]?.ancestry ?? [];
  const by =
    starters.length === 0
      ? ''
      : `, started by ${starters.map(({ comm, pid }) => `${comm} (${pid})`).join(' ← ')}`;
  throw fail('HOLDER_REMAINS', {
    asked: `${formatPortQuery(query)} to be freed`,
    found: `its holder ended and ${holderOf(successor.listener)} took its place${by}`,
    todo:
      successor.plan.kind === 'end' && successor.plan.supervisor !== null
        ? `Stop what starts it: ${successor.plan.supervisor.stop}`
        : 'Find what starts it with reeve PORT',
  });
}

/** What restarts a program seldom waits longer: systemd 100 ms (RestartSec=), a shell's loop not at all. */
const settling = 300;

/** Who holds the port again within so many ms. */
async function successorWithin(time: number, query: PortQuery): Promise<Step | undefined> {
  const end = Date.now() + time;
  do {
    const [successor] = await stepsFor(query);
    if (successor !== undefined) return successor;
    await pause(50);
  } while (Date.now() < end);
  return undefined;
}

interface Ended {
  readonly outcome: FreeDocument['outcome'];
  readonly visibility: Visibility;
}

const freeDocument = (
  query: PortQuery,
  steps: readonly Step[],
  { outcome, visibility }: Ended,
): FreeDocument => ({
  ...envelope('portreeve/free/1'),
  port: query.port,
  transport: query.transport,
  outcome,
  holders: steps.map(({ listener, plan }) => ({
    transport: listener.kind,
    address: listener.address,
    pids: [...new Set(listener.owners.map(({ pid }) => pid))],
    held: holderOf(listener),
    supervisor: plan.kind === 'end' ? plan.supervisor : null,
  })),
  visibility: visibilityItem(visibility),
});

import { capabilitiesInForce, capabilityNumber } from '../../sys/capability.ts';
import { becomeProgram } from '../../sys/exec.ts';
import { keepCapabilities } from '../../sys/privileges.ts';
import { helperDescriptor, type Identity, unprivilegedIdentity } from '../../split/index.ts';
import type { PrivilegesAsked, StartedAgent } from '../privileged.ts';
import { joinHelper } from './joined.ts';
import { keptByHelper, lackingFor, uses } from './lacking.ts';
import { localPrivileged } from './local.ts';
import { closeAll, openAll } from './opening.ts';
import { restSmall } from './resting.ts';
import { agentCommand, descriptorsOf, type Plan, planVariable } from './plan.ts';

/** It runs for months and makes little garbage at a time: a small nursery, and memory before speed. */
const helperOptions = ['--max-semi-space-size=1', '--v8-pool-size=1', '--optimize-for-size'];

/**
 * Starts the agent with its privileges apart. Called by the command as it was started, with privileges: opens what takes
 * them, gives up those that are not needed any more, and goes on as the privileged process (in the same pid), which
 * starts the command again without any; it resolves only where that exec is impossible. Called by that second process,
 * or by a user who has no privileges, it resolves with the agent's side.
 * @throws ReeveError `USAGE`; what is merely not permitted is in `granted`
 */
export async function startPrivileged(asked: PrivilegesAsked): Promise<StartedAgent> {
  const channel = helperDescriptor();
  if (channel !== null) {
    const privileged = await joinHelper(channel);
    restSmall();
    return { role: 'agent', privileged };
  }
  const opened = await openAll(asked);
  const root = process.getuid?.() === 0;
  if (!root && lackingFor(capabilitiesInForce()).length === uses.length) {
    return { role: 'agent', privileged: localPrivileged(opened) };
  }
  try {
    const identity = root ? unprivilegedIdentity(asked.user) : null;
    if (identity !== null) asked.prepare(identity);
    return goOn({ ...opened, identity: plain(identity), command: agentCommand(asked) });
  } catch (error) {
    closeAll(opened);
    throw error;
  }
}

const plain = (identity: Identity | null): Identity | null => identity && { ...identity };

/** As the same program in the same process, so that every one of its threads has only what is kept. */
function goOn(plan: Plan): never {
  keepCapabilities(keptByHelper.map(capabilityNumber));
  becomeProgram({
    file: process.execPath,
    args: [...process.execArgv, ...helperOptions, ...process.argv.slice(1)],
    env: { ...process.env, [planVariable]: JSON.stringify(plan) },
    keep: descriptorsOf(plan),
  });
}

import type { DoctorCheck } from '../../contract/doctor.ts';
import { openRegistry } from '../../registry/index.ts';
import { capabilitiesInForce } from '../../sys/capability.ts';
import { checksOf, wordsOf } from './check.ts';
import { clockChecks } from './clock.ts';
import { gatherAgent, gatherClock, gatherStore } from './gather.ts';
import { gatherKernel } from './gather-kernel.ts';
import { kernelChecks } from './kernel.ts';
import { privilegeChecks } from './privileges.ts';
import { registryChecks } from './registry.ts';
import { agentChecks } from './running.ts';
import { runtimeChecks } from './runtime.ts';
import { storeChecks } from './store.ts';

/** Looks whether everything that reeve rests on is as it should be. It changes nothing, and never steps the clock. */
export async function examine(
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly DoctorCheck[]> {
  const held = process.platform === 'linux' ? capabilitiesInForce() : null;
  const layers = () => openRegistry().status().layers;
  const topics: readonly [DoctorCheck['topic'], () => Promise<readonly DoctorCheck[]>][] = [
    ['agent', async () => agentChecks(await gatherAgent(env))],
    ['privileges', async () => privilegeChecks(held)],
    ['kernel', async () => kernelChecks(await gatherKernel(held ?? []))],
    ['store', async () => storeChecks(gatherStore(env))],
    ['registry', async () => registryChecks(layers())],
    ['clock', async () => clockChecks(gatherClock(layers()))],
    ['runtime', async () => runtimeChecks(process.version)],
  ];
  const found: DoctorCheck[] = [];
  for (const [topic, check] of topics) found.push(...(await orUnknown(topic, check)));
  return found;
}

/** One that cannot be looked at keeps none of the others from being looked at. */
async function orUnknown(
  topic: DoctorCheck['topic'],
  check: () => Promise<readonly DoctorCheck[]>,
): Promise<readonly DoctorCheck[]> {
  try {
    return await check();
  } catch (error) {
    return [checksOf(topic).unknown('check', `it could not be looked at: ${wordsOf(error)}`)];
  }
}

import type { DoctorCheck } from '../../contract/doctor.ts';
import type { CapabilityName } from '../../sys/capability.ts';
import { lackingFor, uses } from '../split/lacking.ts';
import { checksOf } from './check.ts';

const { ok, warn, unknown } = checksOf('privileges');

/** What who runs this may do; the agent is asked about itself. Running with less is no fault. */
export function privilegeChecks(held: readonly CapabilityName[] | null): readonly DoctorCheck[] {
  if (held === null) return [unknown('capabilities', 'this system has no capabilities as Linux has them')];
  const lacking = lackingFor(held);
  if (lacking.length === 0) {
    return [ok('capabilities', 'everything that reeve can use is permitted to who runs this')];
  }
  return uses.map((use) => {
    const missing = lacking.find(({ lost }) => lost === use.lost);
    const id = use.needs.join('+');
    return missing === undefined
      ? ok(id, `${use.needs.join(' and ')}: held`)
      : warn(
          id,
          `${missing.capabilities.join(' and ')}: not held, so ${missing.lost}`,
          sentence(missing.grant),
        );
  });
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

import type { DoctorCheck } from '../../contract/doctor.ts';
import type { KernelClock } from '../../sys/kernel-clock.ts';
import { checksOf } from './check.ts';

export interface ClockFacts {
  /** Milliseconds since 1970, as this machine has it. */
  readonly now: number;
  readonly kernel: KernelClock | null;
  /** systemd-timesyncd noted that it has set the clock. */
  readonly timesyncd: boolean;
  /** Which of `chronyd`, `ntpd` … runs. */
  readonly keeper: string | null;
  /** It cannot be earlier than this: the newest date in what came with reeve. Milliseconds; null = not known. */
  readonly notBefore: number | null;
}

const { ok, warn, fail, unknown } = checksOf('clock');
const day = 86_400_000;
/** Nobody runs a program that is so old. */
const longest = 15 * 365 * day;
const muchWrong = 1_000_000;

export function clockChecks(facts: ClockFacts): readonly DoctorCheck[] {
  return [plausible(facts), kept(facts)];
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

function plausible({ now, notBefore }: ClockFacts): DoctorCheck {
  const id = 'plausible';
  if (notBefore === null) return unknown(id, `it says ${dayOf(now)}; there is nothing to compare it with`);
  const set = 'Set the clock: times of knocks and of certificates depend on it';
  if (now < notBefore - day)
    return fail(id, `it says ${dayOf(now)}, before what came with reeve was made (${dayOf(notBefore)})`, set);
  if (now > notBefore + longest)
    return fail(
      id,
      `it says ${dayOf(now)}, long after what came with reeve was made (${dayOf(notBefore)})`,
      set,
    );
  return ok(id, `it says ${dayOf(now)}, which can be`);
}

function kept({ kernel, timesyncd, keeper }: ClockFacts): DoctorCheck {
  const id = 'synchronised';
  const by = keeper ?? (timesyncd ? 'systemd-timesyncd' : null);
  if (kernel === null && by === null) return unknown(id, 'whether anybody keeps it could not be asked');
  if (kernel?.synchronised === true) {
    const wrong = Math.ceil(kernel.mostWrong / 1000);
    const found = `the kernel calls it synchronised${by === null ? '' : ` (${by})`}, within ${wrong} ms`;
    return kernel.mostWrong > muchWrong
      ? warn(id, found, 'Look at what keeps it: chronyc tracking, timedatectl')
      : ok(id, found);
  }
  if (by !== null && kernel === null) return ok(id, `${by} keeps it`);
  return warn(
    id,
    by === null
      ? 'the kernel calls it not synchronised, and nothing was found that keeps it'
      : `the kernel calls it not synchronised, though ${by} is there`,
    'Let systemd-timesyncd, chrony or ntpd keep it; in a container or virtual machine the host may do so',
  );
}

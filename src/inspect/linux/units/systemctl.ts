import { existsSync } from 'node:fs';
import { askProgram, type AskProgram, type ProgramAnswer } from '../program.ts';
import {
  parseShow,
  type ShownUnits,
  shownProperties,
  type SocketUnit,
  type UnitDetail,
} from './show-output.ts';
import { unitTypeOf } from './unit-name.ts';

/** What systemd answered; empty, with the reason in `notes`, where it did not. */
export interface SystemdAnswer {
  readonly units: ReadonlyMap<string, UnitDetail>;
  /** Every loaded socket unit that listens on a port. */
  readonly sockets: readonly SocketUnit[];
  readonly notes: readonly string[];
}

export interface AskSystemd {
  /** Names of units to ask about; what is no unit's name is left out. */
  readonly units: readonly string[];
  /** Uid of the user whose own manager is asked; absent = the system's. */
  readonly userManager?: number;
  readonly timeoutMs?: number;
  readonly ask?: AskProgram;
}

const limits = { timeoutMs: 1500, maxBytes: 8 * 1024 * 1024 };
const mostUnits = 500;

/** A systemd manages this machine, sd_booted(3). */
export const systemdRunning = (root = ''): boolean => existsSync(`${root}/run/systemd/system`);

/** One `systemctl show` for the units and all socket units, 1.5 s at most. Ask only where `systemdRunning`. Never throws. */
export async function askSystemd({
  units,
  userManager,
  timeoutMs,
  ask = askProgram,
}: AskSystemd): Promise<SystemdAnswer> {
  const names = [...new Set(units)].filter((name) => unitTypeOf(name) !== null);
  const asked = names.slice(0, mostUnits);
  const args = [
    ...managerOptions(userManager),
    'show',
    '--no-pager',
    '--no-ask-password',
    '-p',
    shownProperties.join(','),
    '--',
    ...asked,
  ];
  const answer = await ask('systemctl', [...args, '*.socket'], {
    ...limits,
    timeoutMs: timeoutMs ?? limits.timeoutMs,
  });
  const notes =
    asked.length === names.length ? [] : [`systemd was asked about ${mostUnits} of ${names.length} units.`];
  if (!answer.ok) return { units: new Map(), sockets: [], notes: [...notes, noteOf(answer)] };
  return read(parseShow(answer.stdout), notes);
}

function managerOptions(uid: number | undefined): readonly string[] {
  if (uid === undefined) return [];
  return uid === process.getuid?.() ? ['--user'] : ['--user', `--machine=${uid}@.host`];
}

function read({ units, sockets, unreadable }: ShownUnits, notes: readonly string[]): SystemdAnswer {
  const odd = unreadable === 0 ? [] : [`${unreadable} lines of systemctl's answer could not be read.`];
  return { units, sockets: sockets.filter(({ listens }) => listens.length > 0), notes: [...notes, ...odd] };
}

function noteOf(answer: ProgramAnswer & { ok: false }): string {
  const what = {
    missing: 'systemctl is not installed',
    'not-permitted': 'systemctl was not permitted',
    'timed-out': 'systemctl did not answer in time',
    'too-large': 'systemctl answered too much',
    failed: 'systemctl failed',
  }[answer.why];
  return `${what} (${answer.detail}): units are known from cgroups only, sleeping socket units are not known.`;
}

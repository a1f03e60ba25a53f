import { existsSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { statusDocument } from '../../contract/status.ts';
import { isReeveError } from '../../core/errors.ts';
import { inspect } from '../../inspect/index.ts';
import type { LayerStatus } from '../../registry/index.ts';
import { readStore, retentionFrom, storePlace } from '../../store/index.ts';
import { kernelClock } from '../../sys/kernel-clock.ts';
import { agentDocument, agentPlace, agentSocket, isAgentTrouble } from '../client/index.ts';
import { usualPort } from '../running/addresses.ts';
import { wordsOf } from './check.ts';
import type { ClockFacts } from './clock.ts';
import type { AgentFacts } from './running.ts';
import type { StoreFacts } from './store.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Looking through a large file takes seconds, and there is a command for it. */
const mostChecked = 256 * 1024 ** 2;

export function gatherStore(env: Environment): StoreFacts {
  const place = storePlace(env);
  return {
    path: place.path,
    found: readIt(place),
    disk: spaceAt(place.path),
    most: retentionFrom(env).bytes,
  };
}

function readIt(place: ReturnType<typeof storePlace>): StoreFacts['found'] {
  try {
    const store = readStore(place);
    try {
      const { version, rows, bytes } = store.status();
      return { state: 'read', version, rows, bytes, faults: bytes > mostChecked ? null : store.check() };
    } finally {
      store.close();
    }
  } catch (error) {
    if (!isReeveError(error)) return unreadable('STORE_FAILED', wordsOf(error), null);
    const { code, explanation } = error;
    if (code === 'STORE_ABSENT') return { state: 'none' };
    if (code === 'NOT_PERMITTED') return { state: 'hidden' };
    return unreadable(code, explanation.found, explanation.todo ?? null);
  }
}

const unreadable = (code: string, why: string, todo: string | null): StoreFacts['found'] => ({
  state: 'unreadable',
  code,
  why,
  todo,
});

/** Of the nearest folder that is there. */
function spaceAt(file: string): StoreFacts['disk'] {
  let folder = path.dirname(file);
  while (!existsSync(folder) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return null;
  }
}

const keepers = ['chronyd', 'ntpd', 'ntpsec', 'openntpd', 'systemd-timesyn', 'ptp4l'];

export function gatherClock(layers: readonly LayerStatus[]): ClockFacts {
  return {
    now: Date.now(),
    kernel: clockOrNot(),
    timesyncd: existsSync('/run/systemd/timesync/synchronized'),
    keeper: runningOf(keepers),
    notBefore: newest([...layers.flatMap(({ dataUpTo, source }) => [dataUpTo, source?.date]), builtAt()]),
  };
}

function clockOrNot(): ClockFacts['kernel'] {
  try {
    return kernelClock();
  } catch {
    return null;
  }
}

/** The first of these names that a process has (`comm`, cut at 15 characters by the kernel). */
function runningOf(names: readonly string[]): string | null {
  try {
    for (const entry of readdirSync('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      const name = commOf(entry);
      if (names.includes(name)) return name === 'systemd-timesyn' ? 'systemd-timesyncd' : name;
    }
  } catch {
    // There is no /proc here.
  }
  return null;
}

function commOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

/** When this program's file was made; packages set an ancient date, which then says nothing. */
function builtAt(): string | null {
  try {
    return new Date(statSync(fileURLToPath(import.meta.url)).mtimeMs).toISOString();
  } catch {
    return null;
  }
}

function newest(dates: readonly (string | null | undefined)[]): number | null {
  const times = dates.map((date) => (date == null ? Number.NaN : Date.parse(date)));
  const known = times.filter((time) => !Number.isNaN(time));
  return known.length === 0 ? null : Math.max(...known);
}

export async function gatherAgent(env: Environment): Promise<AgentFacts> {
  const place = agentPlace(env);
  const own = agentSocket(place);
  // Root's agent is seen by others, and answers only root.
  const socket = own ?? (place?.system != null && existsSync(place.system) ? place.system : null);
  const found = socket === null ? ({ state: 'none' } as const) : await ask(socket);
  const portHeldBy = found.state === 'runs' ? null : await holderOf(usualPort);
  return { socket, found, portHeldBy, port: usualPort };
}

async function ask(socket: string): Promise<AgentFacts['found']> {
  try {
    const said = await agentDocument(socket, { method: 'GET', path: '/api/v1/status' });
    const status = statusDocument.safeParse(said);
    if (status.success) return { state: 'runs', status: status.data };
    return { state: 'silent', why: 'what it says is not the state of an agent of this version' };
  } catch (error) {
    const why = isAgentTrouble(error) ? error.message : wordsOf(error);
    return /EACCES|EPERM|permi/i.test(why) ? { state: 'hidden' } : { state: 'silent', why };
  }
}

async function holderOf(port: number): Promise<string | null> {
  const { listeners } = await inspect({ detail: 'list', kinds: ['tcp'], port });
  const held = listeners.find(({ netns }) => netns.own);
  if (held === undefined) return null;
  const owner = held.owners[0];
  return owner === undefined
    ? `a process of ${held.user ?? `user ${held.uid}`}`
    : `${owner.comm} (${owner.pid})`;
}

import type { Listener, Owner } from '../inspect/listener.ts';
import { interprets, runsInline } from './interpreter.ts';
import {
  type Program,
  programOfComm,
  programOfFile,
  programOfImage,
  programOfRun,
  programOfUnit,
} from './programs/index.ts';

/** Whether the holder only hands traffic on to a container. */
export const isForwarder = ({ forwarder }: Listener, owner: Owner | null): boolean =>
  Boolean(forwarder) || (owner !== null && programOfFile(owner.exe ?? owner.comm)?.kind === 'forwarder');

export interface Identity {
  readonly program: Program | null;
  /** Told by what an interpreter runs, which a name in a path may mimic. */
  readonly byScript: boolean;
}

const plain = (program: Program | null): Identity => ({ program, byScript: false });

/** Which known program a listener is: by its holder, the container it serves, or the unit of the socket. */
export function identify(listener: Listener, owner: Owner | null, forwards: boolean): Identity {
  const image = listener.container?.image ?? null;
  const byImage = image === null ? null : programOfImage(image);
  if (owner === null) return plain(listener.kernel === null ? byUnit(listener) : null);
  if (forwards) return plain(byImage);
  if (owner.pid === 1) return plain(byUnit(listener) ?? programOf(owner).program);
  const found = programOf(owner);
  return found.program === null ? plain(byImage) : found;
}

function byUnit({ unit }: Listener): Program | null {
  if (unit === null || unit.type === 'scope') return null;
  const names = [unit.activates, unit.name, unit.socketUnit].filter((name) => typeof name === 'string');
  return names.map(programOfUnit).find((program) => program !== null) ?? null;
}

/** What a process is by its executable, by what it interprets, or, where the file is hidden, by its name. */
function programOf(owner: Owner): Identity {
  if (interprets(owner)) {
    const text = owner.runs ?? (runsInline(owner) ? null : (owner.cmdline?.slice(1, 40).join(' ') ?? null));
    return { program: text === null ? null : programOfRun(text), byScript: true };
  }
  return {
    program: owner.exe === null ? programOfComm(owner.comm) : programOfFile(owner.exe),
    byScript: false,
  };
}

/** A process as ps names it. */
export interface PsProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly uid: number;
  readonly user: string;
  /** ISO 8601 UTC; null where the time could not be read. */
  readonly startedAt: string | null;
  /** `ttys003`; null where it has none. */
  readonly tty: string | null;
  /** The executable's path, or the name it was started by. */
  readonly comm: string;
}

/** Fields for `ps -o` that `parseProcesses` reads; the last one may hold spaces. */
export const psFields = 'pid=,ppid=,uid=,user=,lstart=,tty=,comm=';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const line =
  /^\s*(\d{1,10})\s+(\d{1,10})\s+(-?\d{1,11})\s+(\S+)\s+\w{3}\s+(\w{3})\s+(\d{1,2})\s+(\d\d):(\d\d):(\d\d)\s+(\d{4})\s+(\S+)\s+(\S.*?)\s*$/;

/** Reads `ps -axwwo` with `psFields` in the C locale; lines that are none are counted by nobody: ps has no others. */
export function parseProcesses(text: string): ReadonlyMap<number, PsProcess> {
  const processes = new Map<number, PsProcess>();
  for (const one of text.split('\n')) {
    const match = line.exec(one);
    if (match === null) continue;
    const [, pid, ppid, uid, user = '', month = '', day, hour, minute, second, year, tty = '', comm = ''] =
      match;
    const clock = [year, months.indexOf(month), day, hour, minute, second].map(Number);
    processes.set(Number(pid), {
      pid: Number(pid),
      ppid: Number(ppid),
      uid: Number(uid),
      user,
      startedAt: instant(clock),
      tty: /^[?-]+$/.test(tty) ? null : tty,
      comm,
    });
  }
  return processes;
}

/** lstart is in the time zone of the machine, which is ours. */
function instant([year = 0, month = -1, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]):
  | string
  | null {
  const time = new Date(year, month, day, hour, minute, second);
  return month < 0 || Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** Reads `ps -axwwo pid=,args=`: the command line of each process in one piece. */
export function parseArguments(text: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const one of text.split('\n')) {
    const match = /^\s*(\d{1,10})\s+(\S.*?)\s*$/.exec(one);
    if (match !== null) found.set(Number(match[1]), match[2] ?? '');
  }
  return found;
}

/**
 * Words of a command line that ps has joined by spaces. The executable's own path may hold spaces and is known; a
 * space inside another argument cannot be told from one between two.
 */
export function wordsOf(args: string, comm: string): readonly string[] {
  const own = comm !== '' && (args === comm || args.startsWith(`${comm} `));
  const rest = (own ? args.slice(comm.length) : args).split(' ').filter((word) => word !== '');
  return own ? [comm, ...rest] : rest;
}

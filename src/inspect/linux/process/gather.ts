import { ancestryOf } from './ancestry.ts';
import { cgroupPath, sandboxOf } from './cgroup.ts';
import { longestCmdline, parseCmdline } from './cmdline.ts';
import { readCwd } from './cwd.ts';
import { type Executable, readExe } from './exe.ts';
import type { ProcessFacts } from './facts.ts';
import { effectiveUid, readLoginUid } from './identity.ts';
import type { Look } from './look.ts';
import { readProc } from './procfs.ts';
import { whatRuns } from './runs/index.ts';
import { scriptFile } from './script.ts';
import type { ProcessStat } from './stat.ts';
import { ttyName } from './tty.ts';
import type { FileView } from './view.ts';

/** All facts of the process whose stat line was read; whether it is still the same one is the caller's to check. */
export function gatherFacts(stat: ProcessStat, look: Look): ProcessFacts {
  const { pid } = stat;
  const view = look.view(pid);
  const exe = readExe(pid, view);
  const cwd = readCwd(pid, view);
  const { chain, complete } = ancestryOf(stat, look.stat);
  return {
    pid,
    comm: stat.comm,
    exe: exe?.path ?? null,
    exeDeleted: exe?.deleted ?? null,
    ...commandFacts(stat, exe, cwd?.path ?? null, view),
    cwd: cwd?.path ?? null,
    ...(cwd?.deleted === true ? { cwdDeleted: true } : {}),
    startedAt: look.startedAt(stat.startTicks),
    startTicks: stat.startTicks,
    ...userFacts(pid, view, look),
    tty: ttyName(stat.ttyNr),
    ppid: stat.ppid,
    ancestry: chain,
    ancestryComplete: complete,
    gitProject: cwd === null ? null : look.git(cwd.path, view),
    ...(look.detail === 'full' ? { loginUid: readLoginUid(pid) } : {}),
    exeFacts: placeFacts(exe, view, look),
    ...cgroupFacts(pid, look),
    foreignRoot: view.foreign,
  };
}

type CommandFacts = Pick<ProcessFacts, 'cmdline' | 'titled' | 'runs' | 'interpreter' | 'runsFile'>;

function commandFacts(
  stat: ProcessStat,
  exe: Executable | null,
  cwd: string | null,
  view: FileView,
): CommandFacts {
  const text = readProc(`/proc/${stat.pid}/cmdline`, longestCmdline);
  if (text === null) return { cmdline: null, runs: null };
  const command = parseCmdline(text, exe?.path ?? null);
  const ran = whatRuns(exe?.path ?? command.words[0] ?? stat.comm, command);
  return {
    cmdline: command.words,
    ...(command.titled ? { titled: true } : {}),
    runs: ran?.runs ?? null,
    ...(ran === null ? {} : { interpreter: ran.interpreter }),
    ...(ran === null || ran.file === null ? {} : { runsFile: scriptFile(ran.file, cwd, view) }),
  };
}

function userFacts(pid: number, view: FileView, look: Look): Pick<ProcessFacts, 'uid' | 'user'> {
  const uid = effectiveUid(pid);
  return { uid, user: uid === null ? null : look.user(pid, uid, view) };
}

function placeFacts(
  exe: Executable | null,
  view: FileView,
  look: Look,
): NonNullable<ProcessFacts['exeFacts']> | null {
  if (exe === null || exe.file === null) return null;
  return {
    ownerUid: Number(exe.file.uid),
    mode: Number(exe.file.mode & 0o7777n),
    inWorldWritableFolder: !exe.path.startsWith('/memfd:') && look.writable(exe.path, view.prefix),
  };
}

function cgroupFacts(pid: number, look: Look): Pick<ProcessFacts, 'cgroup' | 'cgroupPath' | 'sandbox'> {
  const cgroup = readProc(`/proc/${pid}/cgroup`);
  const path = cgroup === null ? null : cgroupPath(look.cgroup(cgroup));
  return { cgroup, cgroupPath: path, sandbox: sandboxOf(path) };
}

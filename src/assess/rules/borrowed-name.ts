import type { Owner } from '../../inspect/listener.ts';
import { accountFor } from '../account.ts';
import { interprets, isCarrier, isInterpreter, scriptPlace } from '../interpreter.ts';
import { baseName, placeOf } from '../place.ts';
import { type Program, programOfComm, programOfFile } from '../programs/index.ts';
import type { Subject } from '../subject.ts';
import { type Judgement, type Rule, suspect, wrong } from './rule.ts';

/** Kinds that somebody would hide behind; names of developers' and desktop programs are too common as words. */
const worthBorrowing = new Set<Program['kind']>(
  'remote-login web proxy database broker cluster engine dns network vpn time mail directory files print system'.split(
    ' ',
  ) as Program['kind'][],
);

interface Claim {
  readonly by: 'process name' | 'command line';
  readonly name: string;
  readonly program: Program;
}

/** The programs that a process says it is: by its name, and by the first word of its command line. */
function claimsOf({ comm, cmdline }: Owner): readonly Claim[] {
  const title = /^-?(?:[^\s:]*\/)?([^\s:/]+)/.exec(cmdline?.[0] ?? '')?.[1] ?? '';
  const claims = [
    { by: 'process name' as const, name: comm, program: programOfComm(comm) },
    { by: 'command line' as const, name: title, program: programOfFile(title) },
  ];
  return claims.flatMap(({ by, name, program }) =>
    program !== null && name.length >= 4 && worthBorrowing.has(program.kind) ? [{ by, name, program }] : [],
  );
}

/**
 * Malware takes the name of a daemon that everybody has (MITRE ATT&CK T1036 Masquerading). The kernel's link to the
 * executable cannot be forged, so a name that does not fit the file, or a file that does not fit its folder, tells.
 * A copy of a known program that somebody built at home has its own name and is not meant.
 */
export const borrowedName: Rule = {
  name: 'borrowed-name',
  text: "A program bears the name of a well-known one, but its file, folder or package is not that program's.",
  judge(subject) {
    for (const owner of subject.holders) {
      if (owner.exe === null || owner.pid === 1) continue;
      const found = otherFile(owner, owner.exe, subject) ?? otherFolder(owner, owner.exe, subject);
      if (found !== null) return found;
    }
    return null;
  },
};

const evidenceOf = (owner: Owner, name: string): Judgement['evidence'] => ({
  name,
  exe: owner.exe,
  runs: owner.runs ?? null,
  package: owner.package?.name ?? null,
  pid: owner.pid,
});

function otherFile(owner: Owner, exe: string, { listener }: Subject): Judgement | null {
  if (isCarrier(exe)) return null;
  const own = programOfFile(exe);
  const claim = claimsOf(owner).find(({ program }) => program !== own && program.kind !== own?.kind);
  if (claim === undefined || !canTell(owner, exe, claim, listener.container !== null)) return null;
  const means = interprets(owner) && owner.runs ? `runs ${owner.runs}` : `is ${exe}`;
  return wrong(
    `Its ${claim.by} says ${claim.name}, but the program ${means}.`,
    evidenceOf(owner, claim.name),
  );
}

/** Whether the difference proves anything: packaged and installed programs may call themselves what they like. */
function canTell(owner: Owner, exe: string, claim: Claim, contained: boolean): boolean {
  if (isInterpreter(exe)) return scriptPretends(owner, claim);
  const { kind } = placeOf(exe);
  if (owner.package || kind === 'installed') return false;
  if (kind === 'system') return owner.package === null && !contained;
  return kind !== 'other' || !contained;
}

function scriptPretends(owner: Owner, { name, program }: Claim): boolean {
  if (program.runs !== undefined) return false;
  const { runs, cmdline } = owner;
  // A script that overwrote its command line: what it runs is hidden behind the name it took.
  if (!runs) return cmdline !== null && cmdline[0] !== undefined && !isInterpreter(cmdline[0]);
  if (baseName(runs).startsWith(name)) return false;
  const place = scriptPlace(owner);
  return place !== null && (place.kind === 'temporary' || place.kind === 'memory' || place.hidden);
}

function otherFolder(owner: Owner, exe: string, { listener, forwards, exposed }: Subject): Judgement | null {
  const program = programOfFile(exe);
  if (program === null || !worthBorrowing.has(program.kind) || baseName(exe).length < 4) return null;
  const place = placeOf(exe);
  const lost = place.kind === 'temporary' || place.kind === 'memory';
  if (lost && program.system) {
    return wrong(`${program.name} does not run from ${exe}.`, evidenceOf(owner, baseName(exe)));
  }
  const odd = place.kind === 'other' || place.hidden || (program.system === true && place.kind === 'home');
  if (!odd || listener.container !== null || !(program.system || exposed)) return null;
  if (accountFor({ listener, owner, program: null, forwards }) !== null && !(program.system && place.hidden))
    return null;
  return suspect(
    `It bears the name of ${program.name} but lies in ${exe}, where nothing accounts for it.`,
    evidenceOf(owner, baseName(exe)),
  );
}

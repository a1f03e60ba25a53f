import type { Owner } from '../../inspect/listener.ts';
import { buildFolderOf } from '../build-folders.ts';
import { interprets, scriptPlace } from '../interpreter.ts';
import { placeOf } from '../place.ts';
import type { Subject } from '../subject.ts';
import { type Judgement, plausible, reachText, type Rule, suspect, wrong } from './rule.ts';

/** Every user may put a file into /tmp, /var/tmp and /dev/shm: no daemon is installed there. */
export const temporaryFolder: Rule = {
  name: 'temporary-folder',
  text: 'The program, or the script it runs, lies in a temporary folder.',
  judge(subject) {
    for (const owner of subject.holders) {
      const path = temporaryFile(owner);
      if (path !== null) return judgeOne(owner, path, subject);
    }
    return null;
  },
};

function temporaryFile(owner: Owner): string | null {
  const script = interprets(owner) ? scriptPlace(owner) : null;
  if (script?.kind === 'temporary') return script.path;
  return owner.exe !== null && placeOf(owner.exe).kind === 'temporary' ? owner.exe : null;
}

function judgeOne(owner: Owner, path: string, { exposed, reach, listener }: Subject): Judgement {
  const evidence = {
    path,
    exposure: reach,
    terminal: owner.tty,
    container: listener.container?.name ?? null,
    pid: owner.pid,
  };
  const file = path;
  const known = buildFolderOf(path, owner);
  if (known !== null && (known.evenExposed || !exposed)) {
    return plausible(`It lies in a temporary folder (${file}), where ${known.what} puts programs.`, evidence);
  }
  const reachable = `can be reached ${reachText[reach]}`;
  if (!exposed) {
    if (owner.tty !== null || listener.container !== null) {
      return plausible(`It lies in a temporary folder (${file}) and ${reachable}.`, evidence);
    }
    return suspect(`It lies in a temporary folder (${file}), where no daemon is installed.`, evidence);
  }
  if (owner.tty !== null)
    return suspect(`It was started from a temporary folder (${file}) and ${reachable}.`, evidence);
  return wrong(
    `It lies in a temporary folder (${file}), was started at no terminal and ${reachable}.`,
    evidence,
  );
}

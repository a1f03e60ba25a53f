import type { Owner } from '../../inspect/listener.ts';
import { placeOf } from '../place.ts';
import type { Subject } from '../subject.ts';
import { type Judgement, plausible, type Rule, suspect, wrong } from './rule.ts';

/** Container runtimes run themselves from a sealed copy in memory (the answer to CVE-2019-5736). */
const sealedCopy = /^\/memfd:(?:runc_cloned|crun|youki|libcrun)/;

/**
 * A file may be gone from under a running program: an upgrade does it every week, and so does an intruder who removes
 * his traces. The folder tells them apart. A memfd never was a file at all (memfd_create(2)).
 */
export const deletedExecutable: Rule = {
  name: 'deleted-executable',
  text: 'The executable was removed or replaced after the program started, or never was a file.',
  judge(subject) {
    const judged = subject.holders.map((owner) => judgeOne(owner, subject)).filter((one) => one !== null);
    return (
      judged.find(({ level }) => level === 'wrong') ??
      judged.find(({ level }) => level === 'suspect') ??
      judged[0] ??
      null
    );
  },
};

function judgeOne(owner: Owner, { account, exposed, listener }: Subject): Judgement | null {
  if (owner.exe === null) return null;
  const exe = owner.exe.replace(/ \(deleted\)$/, '');
  const { kind, hidden } = placeOf(exe);
  const evidence = { exe, deleted: owner.exeDeleted, startedAt: owner.startedAt, pid: owner.pid };
  if (kind === 'memory') {
    if (sealedCopy.test(exe)) return null;
    return wrong(`The program runs from memory (${exe}): it never was a file on disk.`, evidence);
  }
  if (owner.exeDeleted !== true) return null;
  if (kind === 'temporary')
    return wrong(`Its file ${exe} lay in a temporary folder and was deleted.`, evidence);
  if (kind === 'system' || kind === 'installed' || listener.container !== null) {
    return plausible(
      `Its file ${exe} was replaced since it started, most likely by an upgrade: restart it.`,
      evidence,
    );
  }
  if (hidden || (exposed && account === null)) {
    return suspect(
      `Its file ${exe} was deleted while it runs: restart it if you replaced it yourself.`,
      evidence,
    );
  }
  return plausible(`Its file ${exe} was replaced since it started: restart it to run the new one.`, evidence);
}

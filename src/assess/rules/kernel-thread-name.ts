import { cut } from '../../core/text.ts';
import type { Owner } from '../../inspect/listener.ts';
import { type Rule, wrong } from './rule.ts';

const threads =
  'kworker|ksoftirqd|kthreadd|kswapd|khugepaged|kcompactd|kdevtmpfs|kauditd|kintegrityd|kblockd|migration|rcu_\\w+|watchdogd?|cpuhp|netns|scsi_eh|jbd2|ext4-rsv|xfsaild|md|kpsmoused|irq|oom_reaper|writeback|khungtaskd|inet_frag_wq|kthrotld|ksmd|kdmflush|bioset|zswap';
/** `kworker/0:1-events`: a slash or nothing must follow, so that no other program is meant. */
const asName = new RegExp(`^(?:${threads})(?:/.*)?$`);
const asTitle = new RegExp(`^\\[(?:${threads}|nfsd|lockd)(?:[/:_\\d-].*)?\\]`);
/** Plain words that a program of its own may well be called. */
const tooPlain = /^(?:netns|md|irq|migration|bioset|watchdogd?|writeback)$/;

const poses = ({ comm, cmdline, exe }: Owner): boolean =>
  exe !== null &&
  ((asName.test(comm) && !tooPlain.test(comm)) || asTitle.test(comm) || asTitle.test(cmdline?.[0] ?? ''));

/** Threads of the kernel have no executable and no command line (proc_pid_exe(5)); who has one is none. */
export const kernelThreadName: Rule = {
  name: 'kernel-thread-name',
  text: 'A program calls itself like a thread of the kernel.',
  judge({ holders }) {
    const owner = holders.find(poses);
    if (owner === undefined) return null;
    const title = cut(asName.test(owner.comm) ? owner.comm : (owner.cmdline?.[0] ?? owner.comm), 60);
    return wrong(
      `It calls itself ${title} like a thread of the kernel, but it is the program ${owner.exe ?? ''}.`,
      {
        name: owner.comm,
        command: owner.cmdline?.[0] ?? null,
        exe: owner.exe,
        pid: owner.pid,
      },
    );
  },
};

import { type Rule, unknown } from './rule.ts';

const need = 'run as root, or with CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH, to see it';
/** For root, who can do no more. */
const beyond = 'the system keeps it even from root';

export const hiddenOwner: Rule = {
  name: 'hidden-owner',
  text: 'Too little could be seen of the holder to judge it.',
  judge({ owner, account, listener, where, label, privileged }) {
    if (listener.kernel !== null) return null;
    const { uid, user, unit, ownersComplete } = listener;
    if (owner !== null) {
      if (account?.by !== 'unseen') return null;
      return unknown(`Where ${label} comes from could not be read: ${privileged ? beyond : need}.`, {
        name: owner.comm,
        uid: owner.uid,
        pid: owner.pid,
      });
    }
    const evidence = { uid, user, unit: unit?.name ?? null, allSeen: ownersComplete };
    if (ownersComplete) {
      return unknown(
        `No process that could be seen holds ${where}: its holder may live in another process namespace.`,
        evidence,
      );
    }
    return unknown(
      `Who holds ${where} is hidden (user ${user ?? uid}): ${privileged ? beyond : need}.`,
      evidence,
    );
  },
};

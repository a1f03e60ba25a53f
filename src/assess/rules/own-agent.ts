import { expected, type Rule } from './rule.ts';

/**
 * Who is asked here is Portreeve: an agent that was tampered with would answer as it likes, so nothing is gained by
 * doubts about its own folder or package. `assess` asks no other rule where this one speaks.
 */
export const ownAgent: Rule = {
  name: 'own-agent',
  text: "Portreeve's own agent holds it, and nobody else.",
  judge({ own, owner, where }) {
    if (!own || owner === null) return null;
    return expected(`${where} is held by Portreeve itself: its agent, process ${owner.pid}.`, {
      pid: owner.pid,
      exe: owner.exe,
    });
  },
};

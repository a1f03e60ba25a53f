import { plausible, type Rule } from './rule.ts';

export const accountedFor: Rule = {
  name: 'accounted-for',
  text: 'Somebody accounts for the program: a package, a container, a unit, a folder of the administrator, a person.',
  judge({ owner, account, label, exposed, customary }) {
    if (owner === null || owner.pid === 1) return null;
    if (account === null) {
      if (exposed) return null;
      return plausible(`Nothing accounts for ${label}, but other machines cannot reach it.`, {
        exe: owner.exe,
        account: null,
      });
    }
    // Where the port is customary, that rule has told it.
    if (account.by === 'unseen' || customary) return null;
    return plausible(`${label} ${account.text}.`, { exe: owner.exe, account: account.by });
  },
};

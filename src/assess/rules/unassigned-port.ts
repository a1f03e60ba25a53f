import { plausible, reachText, type Rule, suspect } from './rule.ts';

export const unassignedPort: Rule = {
  name: 'unassigned-port',
  text: 'A program can be reached from other machines on a port that is assigned to nobody.',
  judge({ owner, account, assigned, customary, client, exposed, label, where, reach, listener, source }) {
    if (
      owner === null ||
      assigned.length > 0 ||
      (customary && account !== null) ||
      client ||
      !exposed ||
      listener.port === null
    )
      return null;
    const evidence = {
      port: listener.port,
      exe: owner.exe,
      exposure: reach,
      account: account?.by ?? null,
      source,
    };
    if (account === null) {
      return suspect(
        `${where} is assigned to nobody, nothing accounts for ${label}, and it can be reached ${reachText[reach]}.`,
        evidence,
      );
    }
    return plausible(`${where} is assigned to nobody, which leaves it free for ${label}.`, evidence);
  },
};

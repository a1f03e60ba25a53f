import { expected, plausible, type Rule, suspect } from './rule.ts';

/** raw(7), packet(7): such a socket sees packets past ports and past most firewall rules. */
export const rawSocket: Rule = {
  name: 'raw-socket',
  text: 'A program reads packets past ports, by a raw or packet socket.',
  judge({ owner, listener: { kind, protocol }, program, account, label }) {
    if (owner === null || (kind !== 'raw' && kind !== 'packet')) return null;
    const evidence = {
      kind,
      protocol,
      program: program?.name ?? label,
      exe: owner.exe,
      account: account?.by ?? null,
    };
    if (program?.raw === true && account !== null) {
      const text = `${label} is ${program.name}, which needs a ${kind} socket.`;
      return account.strength === 'sure' ? expected(text, evidence) : plausible(text, evidence);
    }
    if (account !== null)
      return plausible(`${label} reads packets by a ${kind} socket; it ${account.text}.`, evidence);
    return suspect(`${label} reads packets by a ${kind} socket, and nothing accounts for it.`, evidence);
  },
};

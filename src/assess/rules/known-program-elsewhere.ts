import type { Owner } from '../../inspect/listener.ts';
import { customaryPorts } from '../programs/index.ts';
import { spansText } from '../programs/program.ts';
import { plausible, type Rule } from './rule.ts';

export const knownProgramElsewhere: Rule = {
  name: 'known-program-elsewhere',
  text: 'A known program listens on another port than is customary for it.',
  judge({ owner, program, customary, client, account, listener, where, label }) {
    const { port, kind, exposure } = listener;
    if (owner === null || program === null || account === null || port === null) return null;
    if (customary || client) return null;
    const usual = customaryPorts(program, kind);
    const evidence = { program: program.name, port, customary: spansText(usual) };
    if (program.name === 'OpenSSH server' && exposure === 'loopback' && isLogin(owner)) {
      return plausible(`${label} holds ${where} for somebody logged in: a forwarded port.`, evidence);
    }
    if (usual.length === 0) return plausible(`${program.name} has no customary ${kind} port.`, evidence);
    const text = `The customary ${kind} port of ${program.name} is ${firstFew(spansText(usual))}; here ${label} has ${port}.`;
    return plausible(text, evidence);
  },
};

/** The part of sshd that serves one login (ssh(1), -L and -R), not the one that waits for logins. */
const isLogin = ({ ancestry, comm }: Owner): boolean =>
  /^sshd-session|^sshd-auth/.test(comm) || ancestry.some((one) => one.comm.startsWith('sshd'));

function firstFew(text: string): string {
  const parts = text.split(', ');
  return parts.length <= 4 ? text : `${parts.slice(0, 4).join(', ')} and others`;
}

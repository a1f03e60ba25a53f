import { customaryPorts } from '../programs/index.ts';
import { spansText } from '../programs/program.ts';
import { plausible, type Rule } from './rule.ts';

export const knownProgramElsewhere: Rule = {
  name: 'known-program-elsewhere',
  text: 'A known program listens on another port than is customary for it.',
  judge({ owner, program, customary, client, account, listener, where, label }) {
    if (
      owner === null ||
      program === null ||
      customary ||
      client ||
      account === null ||
      listener.port === null
    )
      return null;
    const usual = customaryPorts(program, listener.kind);
    const evidence = { program: program.name, port: listener.port, customary: spansText(usual) };
    if (program.name === 'OpenSSH server' && listener.exposure === 'loopback') {
      return plausible(`${label} holds ${where} on loopback, as it does for a forwarded port.`, evidence);
    }
    if (usual.length === 0)
      return plausible(
        `${label} is ${program.name}, which has no customary ${listener.kind} port.`,
        evidence,
      );
    return plausible(
      `${label} is ${program.name}, whose customary ${listener.kind} port is ${firstFew(spansText(usual))}.`,
      evidence,
    );
  },
};

function firstFew(text: string): string {
  const parts = text.split(', ');
  return parts.length <= 4 ? text : `${parts.slice(0, 4).join(', ')} and others`;
}

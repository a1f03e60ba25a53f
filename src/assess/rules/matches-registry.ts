import { assignmentServed } from '../names.ts';
import { expected, plausible, type Rule } from './rule.ts';

export const matchesRegistry: Rule = {
  name: 'matches-registry',
  text: 'The port is registered for the service that this program gives.',
  judge(subject) {
    const { owner, account, label, where, listener } = subject;
    if (owner === null || (listener.kind === 'udp' && subject.client)) return null;
    const served = assignmentServed(subject);
    if (served === null || served.service === null) return null;
    const evidence = {
      service: served.service,
      program: subject.program?.name ?? label,
      source: served.source.name,
      account: account?.by ?? null,
    };
    const text = `The registry assigns ${where} to ${served.service}, which ${label} serves.`;
    // A name is quickly taken: without somebody to account for the program it proves nothing.
    return account?.strength === 'sure' ? expected(text, evidence) : plausible(text, evidence);
  },
};

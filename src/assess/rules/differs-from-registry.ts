import { inSpan } from '../../core/range.ts';
import { assignmentServed, servicesText } from '../names.ts';
import { retiredAt } from '../retired.ts';
import { plausible, reachText, type Rule, suspect } from './rule.ts';

/**
 * Thousands of ports carry the name of something nobody has met, and programs settle where they like (`motion` on
 * 8081 is no Sun proxy): the difference itself is ordinary. It counts where others can reach a program that nobody
 * accounts for, because the name of the port then lends it a harmless look.
 */
export const differsFromRegistry: Rule = {
  name: 'differs-from-registry',
  text: 'The port is registered for something else than the program that listens.',
  judge(subject) {
    const { owner, account, assigned, customary, client, exposed, label, where, reach, listener } = subject;
    if (
      owner === null ||
      assigned.length === 0 ||
      (customary && account !== null) ||
      client ||
      listener.port === null
    )
      return null;
    if (retiredAt(listener.port) !== null || assignmentServed(subject) !== null) return null;
    const { port } = listener;
    const services = servicesText(assigned.filter(({ ports }) => inSpan(port, ports)));
    if (services === '') return null;
    const evidence = {
      registered: services,
      source: subject.source,
      program: subject.program?.name ?? label,
      exe: owner.exe,
      exposure: reach,
      account: account?.by ?? null,
    };
    if (exposed && account === null) {
      return suspect(
        `The registry assigns ${where} to ${services}; ${label} is not that, nothing accounts for it, and it can be reached ${reachText[reach]}.`,
        evidence,
      );
    }
    return plausible(
      `The registry assigns ${where} to ${services}; that ${label} uses it instead is ordinary.`,
      evidence,
    );
  },
};

import type { Program } from '../programs/index.ts';
import { spanHas } from '../programs/program.ts';
import type { Subject } from '../subject.ts';
import { plausible, type Rule, suspect } from './rule.ts';

/** A firewall may still stand before it: the bind address says who could come, not who is let through. */
export const exposedWithoutNeed: Rule = {
  name: 'exposed-without-need',
  text: 'A database or an administrative interface can be reached from other machines.',
  judge({ program, exposed, reach, label, listener, ...subject }) {
    if (program === null || !exposed || !isGuarded(program, { listener, ...subject })) return null;
    const open = subject.ports.some((port) => spanHas(program.openDoor, port));
    const evidence = {
      program: program.name,
      exposure: reach,
      address: listener.address,
      port: listener.port,
      asksNobody: open,
    };
    const what = `${program.name} is made for a few machines`;
    if (open) {
      return suspect(
        `${label} can be reached from other machines (${reach}), and on this port ${program.name} obeys whoever connects.`,
        evidence,
      );
    }
    if (reach === 'public') {
      return suspect(
        `${what}, but its port can be reached from public addresses unless a firewall stands before it.`,
        evidence,
      );
    }
    return plausible(
      `${what}; here it can be reached from the ${reach === 'private' ? 'private network' : 'local link'}.`,
      evidence,
    );
  },
};

/** A name found in a script's path is too little to complain about any port: then only the customary ones count. */
function isGuarded(
  program: Program,
  {
    ports,
    listener,
    customary,
    client,
    byScript,
  }: Pick<Subject, 'ports' | 'listener' | 'customary' | 'client' | 'byScript'>,
): boolean {
  if (client || (listener.kind !== 'tcp' && listener.kind !== 'udp')) return false;
  if (byScript && !customary) return false;
  const { keepPrivate, openDoor } = program;
  if (keepPrivate === 'all') return listener.kind === 'tcp' || customary;
  return (
    listener.kind === 'tcp' && ports.some((port) => spanHas(keepPrivate, port) || spanHas(openDoor, port))
  );
}

import { mainOwner, outsidersOf } from '../owners.ts';
import { type Rule, suspect } from './rule.ts';

/** With SO_REUSEPORT (socket(7)) the kernel deals connections out among the sockets of a port: a stranger gets his share. */
export const sharedWithOutsider: Rule = {
  name: 'shared-with-outsider',
  text: 'A program that is not of the service shares its port and is given a part of the connections.',
  judge({ listener, where }) {
    const [outsider] = outsidersOf(listener);
    if (outsider === undefined) return null;
    const strange = new Set(outsidersOf(listener));
    const main = mainOwner(listener.owners.filter((owner) => !strange.has(owner)));
    const name = outsider.exe ?? outsider.comm;
    return suspect(
      `${name} (pid ${outsider.pid}) shares ${where} with ${main?.exe ?? main?.comm ?? 'another program'} and is given a part of its connections.`,
      {
        outsider: outsider.exe ?? outsider.comm,
        pid: outsider.pid,
        uid: outsider.uid,
        with: main?.exe ?? main?.comm ?? null,
        sockets: listener.group.reuseport,
      },
    );
  },
};

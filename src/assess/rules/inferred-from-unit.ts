import { plausible, type Rule } from './rule.ts';

/** The kernel tells everybody in which cgroup a socket was made; that is an inference, not a look at the holder. */
export const inferredFromUnit: Rule = {
  name: 'inferred-from-unit',
  text: 'The holder is hidden, but the unit or container of the socket fits the port.',
  judge({ owner, listener, program, customary, where }) {
    if (owner !== null || listener.kernel !== null) return null;
    const { unit, container, uid } = listener;
    const evidence = { inferred: true, unit: unit?.name ?? null, container: container?.name ?? null, uid };
    if (container !== null && (container.name !== null || container.image !== null)) {
      return plausible(
        `Its holder is hidden; the socket belongs to the container ${container.name ?? container.image ?? ''}, as far as can be inferred.`,
        evidence,
      );
    }
    if (unit === null || program === null || !customary) return null;
    return plausible(
      `Its holder is hidden; the socket was made in ${unit.name}, and ${where} is customary for ${program.name}: inferred, not seen.`,
      evidence,
    );
  },
};

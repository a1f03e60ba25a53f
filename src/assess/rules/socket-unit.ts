import { expected, plausible, type Rule } from './rule.ts';

/** systemd.socket(5): the service manager listens, and starts the service when somebody connects. */
export const socketUnit: Rule = {
  name: 'socket-unit',
  text: 'The service manager holds the socket for a unit that starts when it is needed.',
  judge({ owner, listener: { unit } }) {
    if (owner === null || owner.pid !== 1) return null;
    const socket = unit?.socketUnit ?? (unit?.type === 'socket' ? unit.name : null);
    const evidence = { socketUnit: socket, activates: unit?.activates ?? null, exe: owner.exe };
    if (socket === null)
      return plausible('The service manager holds it, for a unit that could not be told.', evidence);
    const starts = unit?.activates ?? (unit?.type === 'service' ? unit.name : null);
    return expected(
      `The service manager holds it for ${socket}${starts === null ? '' : `; a connection starts ${starts}`}.`,
      evidence,
    );
  },
};

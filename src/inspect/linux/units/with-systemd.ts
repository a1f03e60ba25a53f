import { scopeOf } from '../../../core/address.ts';
import type { Transport } from '../../../core/transport.ts';
import type { Unit } from '../../listener.ts';
import { userOfManager } from './cgroup-path.ts';
import type { SocketUnit } from './show-output.ts';
import type { SystemdAnswer } from './systemctl.ts';

/** Where a listener listens; address null = any. */
export interface ListeningAt {
  readonly transport: Transport;
  readonly port: number;
  readonly address: string | null;
}

/** The socket units that listen on a port, those with the very address first. */
export function socketUnitsAt(
  { transport, port, address }: ListeningAt,
  sockets: readonly SocketUnit[],
): readonly SocketUnit[] {
  const rank = (unit: SocketUnit): number => {
    const here = unit.listens.filter((at) => at.port === port && at.transport === transport);
    if (here.some((at) => address === null || at.address === address)) return 2;
    return here.some((at) => address === null || sharesAddress(at.address, address)) ? 1 : 0;
  };
  return sockets.filter((unit) => rank(unit) > 0).sort((a, b) => rank(b) - rank(a));
}

const sharesAddress = (a: string, b: string): boolean =>
  scopeOf(a) === 'wildcard' || scopeOf(b) === 'wildcard';

/**
 * A unit with what systemd says of it: description, whether it is started again, its socket unit. Where a manager's own
 * process is the only holder (`init.scope`, `user@1000.service`) or nobody was seen, the socket unit that listens there
 * takes its place. Only for listeners of the host's own network namespace.
 */
export function withSystemd(
  unit: Unit | null,
  at: ListeningAt,
  { units, sockets }: SystemdAnswer,
): Unit | null {
  const here = socketUnitsAt(at, sockets).filter(({ activeState }) => activeState === 'active');
  if (unit === null || isManager(unit.name))
    return here[0] === undefined ? unit : unitOfSocket(here[0], unit);
  if (unit.type === 'socket') {
    const named = sockets.find(({ name }) => name === unit.name);
    return named === undefined ? unit : unitOfSocket(named, unit);
  }
  const detail = units.get(unit.name);
  const starter = here.find(
    ({ name, triggers }) => detail?.triggeredBy.includes(name) || triggers.some(isFor(unit.name)),
  );
  if (detail === undefined && starter === undefined) return unit;
  return {
    ...unit,
    source: detail === undefined ? unit.source : 'systemd',
    socketUnit: starter?.name ?? unit.socketUnit,
    ...(detail === undefined
      ? {}
      : { description: detail.description, restarts: restartsOf(detail.restart) }),
  };
}

const isManager = (name: string): boolean => name === 'init.scope' || userOfManager(name) !== null;

/** A socket unit as the unit of a port: what a connection would start, and whether that sleeps. */
export function unitOfSocket(socket: SocketUnit, known: Unit | null = null): Unit {
  const uid = known?.userManager ?? userOfManager(known?.name ?? '');
  return {
    name: socket.name,
    type: 'socket',
    socketUnit: socket.name,
    source: 'systemd',
    description: socket.description,
    sleeping: socket.sleeping,
    activates: socket.triggers[0] ?? null,
    ...(uid === null ? {} : { userManager: uid }),
  };
}

const restartsOf = (restart: string | null): boolean | null => (restart === null ? null : restart !== 'no');

/** `sshd@.service` or `sshd@3-….service` stands for the instance `sshd@7-….service` as well. */
const isFor =
  (name: string) =>
  (trigger: string): boolean =>
    trigger === name ||
    (trigger.includes('@') && trigger.split('@', 1)[0] === name.split('@', 1)[0] && name.includes('@'));

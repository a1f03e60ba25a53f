import { inSpan, type Span } from '../../core/range.ts';
import type { HostPorts, Listener } from '../../inspect/listener.ts';
import { identify, isForwarder } from '../identify.ts';
import { mainOwner } from '../owners.ts';
import { isCustomary } from '../programs/index.ts';
import { usualEphemeral } from '../subject.ts';
import { bindScopeOf } from './identity.ts';

/** UDP ports that WireGuard is given by its documentation; without one the kernel picks any. */
const wireguard: Span = { from: 51_820, to: 51_829 };

/**
 * Whether a socket's port is a passing one, which another start would not bring back: then a policy knows it by its
 * program alone. UDP on ephemeral ports or of programs that choose their own; TCP there only on loopback, inside a
 * container, or of a program known to roam (remote procedure calls), so that no service to others hides in the class.
 */
export function isPassing(listener: Listener, { ephemeral }: Pick<HostPorts, 'ephemeral'>): boolean {
  const { kind, port, kernel } = listener;
  if (port === null || (kind !== 'udp' && kind !== 'tcp')) return false;
  const inRange = inSpan(port, ephemeral ?? usualEphemeral);
  if (kernel !== null) return inRange && !(kind === 'udp' && inSpan(port, wireguard));
  const owner = mainOwner(listener.owners);
  const { program } = identify(listener, owner, isForwarder(listener, owner));
  if (program !== null && isCustomary(program, kind, port)) return false;
  const roams = program?.roams === true;
  if (kind === 'udp') return inRange || (roams && port >= 1024);
  const scope = bindScopeOf(listener);
  return inRange && (roams || scope === 'loopback' || scope === 'container');
}

import { redactCommand } from '../core/redact.ts';
import { cut, harmless } from '../core/text.ts';
import { isTransport, type Transport } from '../core/transport.ts';

import type { ClosedReason, Listener, Owner } from './listener.ts';

/** A process that holds a port. Null = could not be read, for want of permission. */
export interface PortHolder {
  readonly transport: Transport;
  /** Bound address as text; `*` where one socket takes IPv4 and IPv6. */
  readonly address: string;
  readonly pid: number | null;
  readonly program: string | null;
  /** Redacted: values that look like secrets are left out. */
  readonly command: string | null;
  readonly user: string | null;
  /** systemd unit or container, where there is one. */
  readonly unit: string | null;
  readonly container: string | null;
}

/** A listener in one sentence, and its holders one by one. */
export interface HolderSentence {
  readonly text: string;
  readonly holders: readonly PortHolder[];
}

const longest = 120;

export function holderSentence(listener: Listener): HolderSentence {
  const { port, kind, owners } = listener;
  const first = owners[0];
  const who = first === undefined ? nameless(listener) : named(first, owners);
  return {
    text: harmless(`Port ${port}/${kind} is held by ${who}${where(listener)}.`),
    holders: holdersOf(listener),
  };
}

function nameless({ kernel, user, uid, unit }: Listener): string {
  if (kernel !== null) return `the kernel${kernel.what === null ? '' : ` (${kernel.what})`}`;
  if (unit !== null) return `${unit.name}, whose process is hidden from this user`;
  return `a process of user ${user ?? uid} that is hidden from this user`;
}

function named(owner: Owner, owners: readonly Owner[]): string {
  const facts = [`pid ${owner.pid}`, owner.user === null ? null : `user ${owner.user}`].filter(
    (fact) => fact !== null,
  );
  const others = new Set(owners.map(({ pid }) => pid)).size - 1;
  return `${cut(commandOf(owner), longest)} (${facts.join(', ')})${others > 0 ? ` and ${others} more` : ''}`;
}

const commandOf = ({ cmdline, comm }: Owner): string =>
  cmdline === null || cmdline.length === 0 ? comm : redactCommand(cmdline).join(' ');

const where = ({ unit, container }: Listener): string => {
  if (container !== null) return `, container ${container.name ?? container.id.slice(0, 12)}`;
  return unit?.type === 'service' ? `, ${unit.name}` : '';
};

function holdersOf(listener: Listener): readonly PortHolder[] {
  const { kind, dualStack, address, unit, container, user, owners } = listener;
  if (!isTransport(kind)) return [];
  const shared = {
    transport: kind,
    address: dualStack === true ? '*' : address,
    unit: unit?.name ?? null,
    container: container === null ? null : (container.name ?? container.id),
  };
  if (owners.length === 0) return [{ ...shared, pid: null, program: null, command: null, user }];
  const distinct = [...new Map(owners.map((owner) => [owner.pid, owner])).values()];
  return distinct.map((owner) => ({
    ...shared,
    pid: owner.pid,
    program: owner.program ?? owner.exe?.split('/').at(-1) ?? owner.comm,
    command: owner.cmdline === null ? null : redactCommand(owner.cmdline).join(' '),
    user: owner.user,
  }));
}

/** The sentence for a port on which nothing listens. */
export function freeSentence(
  port: number,
  transport: Transport,
  notFree: readonly ClosedReason[],
  complete: boolean,
): string {
  const name = `${port}/${transport}`;
  const bound = notFree.find((reason) => reason.kind === 'bound');
  if (bound !== undefined)
    return `Nothing listens on port ${name}, but ${bound.count === 1 ? 'a socket is' : `${bound.count} sockets are`} bound to it without listening.`;
  const timeWait = notFree.find((reason) => reason.kind === 'time-wait');
  if (timeWait !== undefined)
    return `Nothing listens on port ${name}, but ${timeWait.count} closed connections still linger in TIME_WAIT; it is free within about a minute.`;
  const published = notFree.find((reason) => reason.kind === 'published');
  if (published !== undefined) {
    const { container, targetAddress } = published.publication;
    return harmless(
      `Nothing listens on port ${name}, but NAT hands it to ${container?.name ?? targetAddress ?? 'an address elsewhere'}.`,
    );
  }
  const reserved = notFree.find((reason) => reason.kind === 'reserved-by-os');
  if (reserved !== undefined)
    return harmless(
      `Nothing listens on port ${name}, but the operating system reserves it (${reserved.source}).`,
    );
  return complete
    ? `Nothing listens on port ${name}.`
    : `Nothing that could be seen listens on port ${name}.`;
}

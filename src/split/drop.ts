import { fail } from '../core/errors.ts';
import { privilegesHeld, renounceNewPrivileges } from '../sys/privileges.ts';

/**
 * Becomes another user, for good and in every thread: the C library passes the change on to all of them (nptl(7)), and
 * leaving uid 0 empties their capabilities (capabilities(7)). capset(2) would only reach the thread that calls it.
 */
export function becomeUser(uid: number, gid: number): void {
  renounceNewPrivileges();
  process.setgroups?.([]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}

/** @throws ReeveError `INTERNAL` unless no thread of this process holds any privilege */
export function demandUnprivileged(): void {
  const held = privilegesHeld();
  if (held.length === 0) return;
  throw fail('INTERNAL', {
    asked: 'to read what strangers send without privileges',
    found: held.join('; '),
    todo: 'Nothing was read; report it',
  });
}

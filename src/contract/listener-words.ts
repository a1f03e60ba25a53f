// A listener in a few words, for lines, tables and documents.
import type { Listener, Owner } from '../inspect/listener.ts';

/** Where it is bound, as `ss` writes it: `*` is one socket for IPv4 and IPv6. */
export function bindOf({ kind, address, dualStack, family, device, peer }: Listener): string {
  if (kind === 'packet') return device ?? 'every interface';
  const host = dualStack === true ? '*' : family === 6 ? `[${address}]` : address;
  const zone = device === null ? '' : `%${device}`;
  return peer === null ? host + zone : `${host}${zone} (peer ${peer.address}:${peer.port})`;
}

export const placeOf = ({ kind, port, protocol }: Listener): string => {
  if (port !== null) return `${port}/${kind}`;
  return kind === 'raw'
    ? `raw ${protocol ?? '?'}`
    : `packet 0x${(protocol ?? 0).toString(16).padStart(4, '0')}`;
};

/** A name for one process: what an interpreter runs tells more than the interpreter. */
function programOf(owner: Owner): string {
  const name = owner.program ?? owner.exe?.split('/').at(-1) ?? owner.comm;
  return owner.runs == null ? name : `${name} ${owner.runs}`;
}

/** Who holds it, in a few words; says "hidden" for what could not be read and never leaves it blank. */
export function holderOf(listener: Listener): string {
  const { owners, container, kernel, unit, user, uid, group, ownersComplete } = listener;
  const names = [...new Set(owners.map(programOf))];
  if (container !== null) return `${container.name ?? container.id.slice(0, 12)} (${container.runtime})`;
  if (names.length === 0) {
    if (kernel !== null) return `kernel${kernel.what === null ? '' : `: ${kernel.what}`}`;
    const who = unit === null ? `user ${user ?? uid}` : unit.name;
    return ownersComplete ? `nobody (${who})` : `hidden (${who})`;
  }
  const many = group.workers > 1 ? ` ×${group.workers}` : '';
  return names.join(', ') + many;
}

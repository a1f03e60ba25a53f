import type { DoctorCheck } from '../../contract/doctor.ts';
import { checksOf } from './check.ts';

export interface StoreFacts {
  readonly path: string;
  readonly found:
    | { readonly state: 'none' }
    | { readonly state: 'hidden' }
    /** It could not be read, and why: `STORE_DAMAGED`, `STORE_NEWER`, … */
    | {
        readonly state: 'unreadable';
        readonly code: string;
        readonly why: string;
        readonly todo: string | null;
      }
    | {
        readonly state: 'read';
        readonly version: number;
        readonly rows: number;
        readonly bytes: number;
        /** Null: too large to be looked through here. */
        readonly faults: readonly string[] | null;
      };
  /** Of the file system that it is or would be on; null where it is not known. */
  readonly disk: { readonly free: number; readonly total: number } | null;
  /** Bytes that it may grow to. */
  readonly most: number;
}

const { ok, warn, fail, unknown } = checksOf('store');
const leastFree = 64 * 1024 ** 2;

export function storeChecks(facts: StoreFacts): readonly DoctorCheck[] {
  return [file(facts), ...disk(facts)];
}

const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

function file({ path, found }: StoreFacts): DoctorCheck {
  const id = 'file';
  switch (found.state) {
    case 'none':
      return ok(id, `${path} is not there yet; it is made when something is to be kept`);
    case 'hidden':
      return unknown(id, `${path} may not be read by this user`, 'Run it as its owner, or as root');
    case 'unreadable':
      return found.code === 'NOT_PERMITTED'
        ? unknown(id, `${path}: ${found.why}`, found.todo)
        : fail(id, `${path}: ${found.why}`, found.todo);
    case 'read': {
      const { version, rows, bytes, faults } = found;
      const size = `${path}: ${rows} events, ${mebibytes(bytes)}, version ${version}`;
      if (faults === null)
        return ok(id, `${size}; not looked through for damage`, 'reeve store status --check');
      if (faults.length === 0) return ok(id, `${size}, no damage`);
      return fail(
        id,
        `${size}, damaged: ${faults[0]}${faults.length > 1 ? ` and ${faults.length - 1} more` : ''}`,
        'Stop the agent and start it again: it keeps a copy and begins anew',
      );
    }
  }
}

function disk({ disk: space, most, found }: StoreFacts): readonly DoctorCheck[] {
  if (space === null) return [unknown('disk', 'how much room is left for it could not be asked')];
  const used = found.state === 'read' ? found.bytes : 0;
  const left = `${mebibytes(space.free)} free of ${mebibytes(space.total)}`;
  if (space.free < leastFree) {
    return [fail('disk', `${left}: storing will stop`, 'Make room, or name another place by REEVE_STORE')];
  }
  if (space.free + used < most) {
    return [
      warn(
        'disk',
        `${left}, and the store may grow to ${mebibytes(most)}`,
        'Make room, or lower it by REEVE_STORE_BYTES',
      ),
    ];
  }
  return [ok('disk', left)];
}

import { closeSync } from 'node:fs';
import { isReeveError } from '../../core/errors.ts';
import { capabilitiesInForce } from '../../sys/capability.ts';
import { openCaptures } from '../../watch/index.ts';
import type { Granted, PrivilegesAsked } from '../privileged.ts';
import { lackingFor } from './lacking.ts';
import { bindOwnerSocket, type BoundSocket } from './owner-socket.ts';
import { descriptorsOf, type Opened } from './plan.ts';

/** Opens what takes the rights of who started it. What is not permitted is said, and the agent runs without it. */
export async function openAll(asked: PrivilegesAsked): Promise<Opened> {
  const captures = await capturing(asked);
  const socket = await socketFor(asked.socket);
  return {
    ...captures,
    ...socket,
    lock: asked.lock,
    files: asked.files,
    lacking: lackingFor(capabilitiesInForce()),
    owner: process.getuid?.() ?? 0,
  };
}

export function closeAll(opened: Opened): void {
  for (const fd of descriptorsOf(opened)) closeSync(fd);
}

type Capturing = Pick<Granted, 'captures' | 'captureRefused'>;

async function capturing({ watch, interfaces, ringBytes }: PrivilegesAsked): Promise<Capturing> {
  if (!watch) return { captures: [], captureRefused: null };
  try {
    const each = Math.max(1, Math.floor(ringBytes / Math.max(1, interfaces.length)));
    return { captures: await openCaptures({ interfaces, ringBytes: each }), captureRefused: null };
  } catch (error) {
    if (!isReeveError(error) || error.code === 'USAGE') throw error;
    const missing = error.code === 'NOT_PERMITTED' ? ['CAP_NET_RAW'] : [];
    return { captures: [], captureRefused: { why: error.explanation.found, missing } };
  }
}

async function socketFor(
  place: string | null,
): Promise<{ readonly socket: BoundSocket | null; readonly socketRefused: string | null }> {
  if (place === null) return { socket: null, socketRefused: null };
  try {
    return { socket: await bindOwnerSocket(place), socketRefused: null };
  } catch (error) {
    return { socket: null, socketRefused: error instanceof Error ? error.message : String(error) };
  }
}

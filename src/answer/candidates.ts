import { inSpan, type Span } from '../core/range.ts';

/** What rules a port out; each field as the host and the registry tell it. */
export interface Taken {
  readonly isAssigned: (port: number) => boolean;
  readonly isHeld: (port: number) => boolean;
  readonly isBrowserBlocked: (port: number) => boolean;
  readonly ephemeral: Span | null;
  readonly reserved: readonly Span[];
  readonly unprivilegedFrom: number;
}

/** Dynamic ports are not for services (RFC 6335 section 6), so the search ends with the User range. */
const last = 49_151;

export function isCandidate(port: number, taken: Taken): boolean {
  if (port < Math.max(1024, taken.unprivilegedFrom) || port > last) return false;
  if (taken.ephemeral !== null && inSpan(port, taken.ephemeral)) return false;
  if (taken.reserved.some((span) => inSpan(port, span))) return false;
  return !taken.isAssigned(port) && !taken.isBrowserBlocked(port) && !taken.isHeld(port);
}

/** Candidates from `near` upwards, then the nearest below it. */
export function* candidates(near: number, taken: Taken): Generator<number> {
  for (let port = near; port <= last; port++) if (isCandidate(port, taken)) yield port;
  for (let port = Math.min(near, last + 1) - 1; port > 0; port--) if (isCandidate(port, taken)) yield port;
}

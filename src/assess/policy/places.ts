import type { Identity } from './identity.ts';
import { placeFits } from './match.ts';
import type { PolicyEntry } from './policy.ts';

/** Finds the lines of a policy at a listener's protocol and port without asking each of them. */
export type NearEntries = (identity: Identity) => readonly PolicyEntry[];

export function placesOf(entries: readonly PolicyEntry[]): NearEntries {
  const byPort = new Map<number, PolicyEntry[]>();
  const others: PolicyEntry[] = [];
  for (const entry of entries) {
    const port = entry.ports !== null && entry.ports.from === entry.ports.to ? entry.ports.from : null;
    if (port === null) others.push(entry);
    else byPort.set(port, [...(byPort.get(port) ?? []), entry]);
  }
  return (identity) => {
    const here = identity.port === null ? [] : (byPort.get(identity.port) ?? []);
    return [...here, ...others].filter((entry) => placeFits(entry, identity)).sort((a, b) => a.line - b.line);
  };
}

/**
 * What a port is. Light to load: building, updating and verifying bring their own weight when they are called.
 */
import type { UpdateOptions, UpdateReport } from './update/update.ts';
import type { RegistryPlaces } from './places.ts';
import type { Verification } from './verify/verify.ts';

export { browserBlocked } from './bad-ports.ts';
export type { Neighbour, Neighbours } from './neighbours.ts';
export { openRegistry, type Registry } from './open.ts';
export type { RangeInfo } from './ranges.ts';
export type { Assignment } from './record.ts';
export type { LayerStatus } from './report.ts';
export type { FindResult } from './search/finder.ts';
export type { Progress } from './update/source.ts';

/** See `update/update.ts`: fetches IANA's registry, checks it whole, then replaces the full record. */
export const updateRegistry = async (options: UpdateOptions = {}): Promise<UpdateReport> => {
  const { updateRegistry: update } = await import('./update/update.ts');
  return await update(options);
};

/** See `verify/verify.ts`: re-checks every table and every dossier. */
export const verifyRegistry = async (
  options: Partial<RegistryPlaces> = {},
  today = new Date(),
): Promise<Verification> => {
  const { verifyRegistry: verify } = await import('./verify/verify.ts');
  return verify(options, today);
};

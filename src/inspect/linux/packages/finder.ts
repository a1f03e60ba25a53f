import type { OwningPackage } from '../../listener.ts';

/** A look-up of the packages that own files of this machine. */
export interface PackageFinder {
  /**
   * The owner of each absolute path; null where every package database here says that none owns it. A path is
   * missing where that could not be found out (no database, unreadable, no answer in time).
   */
  find(paths: readonly string[]): ReadonlyMap<string, OwningPackage | null>;
}

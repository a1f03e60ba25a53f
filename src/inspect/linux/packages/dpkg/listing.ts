import type { MergedFolders } from './canonical.ts';

/** A package that lists a path, whatever the diversions make of it. */
interface ListingPackage {
  readonly name: string;
  readonly version: string | null;
}

/** Which packages list a path. */
export interface Catalogue {
  owners(canonicalPath: string): readonly ListingPackage[];
  /** False where lists could not be read: no owner then means nothing. */
  readonly complete: boolean;
}

export interface CatalogueOptions {
  /** dpkg's folder, /var/lib/dpkg. */
  readonly folder: string;
  readonly merged: MergedFolders;
  /** Where the index is kept; null = nowhere. */
  readonly cacheFolder: string | null;
  readonly uid: number;
}

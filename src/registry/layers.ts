import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isReeveError } from '../core/errors.ts';
import { embeddedTableName, type RegistryPlaces } from './places.ts';
import { type HostServicesFile, readServices } from './source/etc-services.ts';
import { openTable, type Table } from './table/read.ts';

export type LayerName = 'full' | 'embedded' | 'host';

export interface OpenLayer {
  readonly name: 'full' | 'embedded';
  readonly table: Table;
}

/**
 * The layers of the registry, opened when first asked. The full record comes first, the reader's own before
 * the system's; a damaged one is passed over with a note, and the embedded list answers.
 */
export class Layers {
  readonly places: RegistryPlaces;
  readonly embeddedPath: string;
  /** What could not be used and what answers instead, in sentences. */
  readonly notes: string[] = [];
  readonly #candidates: { readonly name: 'full' | 'embedded'; readonly path: string }[];
  #best: OpenLayer | null = null;
  #embedded: OpenLayer | null | undefined;
  #host: HostServicesFile | null | undefined;

  constructor(places: RegistryPlaces) {
    this.places = places;
    const full = [...new Set([places.ownTable, places.systemTable])];
    this.embeddedPath = join(places.packageData, embeddedTableName);
    this.#candidates = [
      ...full.map((path) => ({ name: 'full' as const, path })),
      { name: 'embedded', path: this.embeddedPath },
    ];
  }

  /** The best layer that can be read; null where not even the embedded one can. */
  get best(): OpenLayer | null {
    while (this.#best === null && this.#candidates[0] !== undefined) {
      const { name, path } = this.#candidates[0];
      const opened = name === 'full' && !existsSync(path) ? null : openTable(path);
      if (opened?.ok) this.#best = { name, table: opened.value };
      else this.#passOver(opened === null ? null : opened.error);
    }
    return this.#best;
  }

  /** The embedded list, also where a full record answers. */
  get embedded(): OpenLayer | null {
    if (this.best?.name === 'embedded') return this.best;
    if (this.#embedded === undefined) {
      const opened = openTable(this.embeddedPath);
      this.#embedded = opened.ok ? { name: 'embedded', table: opened.value } : null;
    }
    return this.#embedded;
  }

  /** The host's /etc/services; null where it has none that can be read. */
  get host(): HostServicesFile | null {
    if (this.#host === undefined) this.#host = readServices(this.places.services);
    return this.#host;
  }

  /** Asks the best layer; one that turns out damaged is passed over and the next is asked. */
  ask<T>(question: (layer: OpenLayer) => T): T | null {
    for (let layer = this.best; layer !== null; layer = this.best) {
      try {
        return question(layer);
      } catch (error) {
        if (!isReeveError(error) || error.code !== 'REGISTRY_DAMAGED') throw error;
        layer.table.close();
        this.#passOver('does not fit its checksum in one place');
      }
    }
    return null;
  }

  /** Asks the embedded list, also where a full record answers otherwise; null where it cannot be read. */
  askEmbedded<T>(question: (layer: OpenLayer) => T): T | null {
    const { embedded } = this;
    try {
      return embedded === null ? null : question(embedded);
    } catch (error) {
      if (!isReeveError(error) || error.code !== 'REGISTRY_DAMAGED') throw error;
      return null;
    }
  }

  /** Closes the tables; a later question opens them again. */
  close(): void {
    this.#best?.table.close();
    if (this.#embedded !== this.#best) this.#embedded?.table.close();
    this.#best = null;
    this.#embedded = undefined;
  }

  #passOver(reason: string | null): void {
    const skipped = this.#candidates.shift();
    this.#best = null;
    if (reason === null || skipped === undefined) return;
    const next = this.#candidates.some(({ name, path }) => name === 'embedded' || existsSync(path));
    this.notes.push(
      skipped.name === 'full'
        ? `The full record ${skipped.path} is not used: it ${reason}. ${next ? 'The next layer answers; `reeve registry update` fetches it again.' : ''}`.trim()
        : `The embedded list ${skipped.path} is not used: it ${reason}. Nothing is known from the registry; install the package again.`,
    );
  }
}

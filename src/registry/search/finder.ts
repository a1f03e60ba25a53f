import type { Transport } from '../../core/transport.ts';
import type { Table } from '../table/read.ts';
import { type HintHit, matchHints, type SearchHint } from './hints.ts';
import { SearchIndex } from './index-read.ts';
import { type AskedWord, askedWord } from './likeness.ts';
import { rankDocuments } from './rank.ts';
import { cutToken, tokensOf } from './tokens.ts';

export interface FindResult {
  /** null for a service name that is registered without a port. */
  readonly port: number | null;
  /** Last port where the service has a named range, else the port itself. */
  readonly toPort: number | null;
  readonly transports: readonly Transport[];
  readonly service: string | null;
  readonly description: string;
  /** Only comparable within one answer; higher is better. */
  readonly score: number;
  /** Where the words were found, in plain words. */
  readonly why: string;
}

export interface FindOptions {
  /** Most results given; 10 unless told. */
  readonly limit?: number;
}

/** Finds ports by words; see `Finder.find`. */
export interface PortFinder {
  find(words: string, options?: FindOptions): readonly FindResult[];
}

/** What stands at a port, for results that were found by a hint or by number. */
export type PortLookup = (port: number) => Omit<FindResult, 'score' | 'why'>;

export interface FinderParts {
  /** null where no table could be opened; then only hints and numbers are found. */
  readonly table: Table | null;
  readonly hints: readonly SearchHint[];
  readonly lookUp: PortLookup;
}

interface Candidate {
  readonly score: number;
  readonly why: string;
  readonly port: number | null;
  /** The document of the search index that was found; null where a hint or the number was. */
  readonly document: number | null;
}

const maxAskedWords = 8;

/** Finds ports in one table and the hints. */
export class Finder implements PortFinder {
  readonly #table: Table | null;
  readonly #index: SearchIndex | null;
  readonly #hints: readonly SearchHint[];
  readonly #lookUp: PortLookup;
  readonly #explained: ReadonlySet<number>;

  constructor({ table, hints, lookUp }: FinderParts) {
    this.#table = table;
    this.#index = table === null ? null : new SearchIndex(table.search());
    this.#hints = hints;
    this.#lookUp = lookUp;
    this.#explained = new Set(hints.flatMap(({ ports }) => ports));
  }

  /**
   * Searches names, descriptions, dossiers and aliases, tolerant of one slip in words of four letters and two
   * in words of seven or more. Best first, one result a port.
   */
  find(words: string, { limit = 10 }: FindOptions = {}): readonly FindResult[] {
    const asked = tokensOf(words).slice(0, maxAskedWords).map(cutToken).map(askedWord);
    if (asked.length === 0) return [];
    const candidates = new Map<number | string, Candidate>();
    this.#byHint(asked, candidates);
    this.#byRegistry(asked, candidates, limit * 3 + 20);
    this.#byNumber(words, candidates);
    const best = [...candidates.values()].sort(
      (a, b) => b.score - a.score || (a.port ?? 1e5) - (b.port ?? 1e5),
    );
    return best.slice(0, limit).map((candidate) => this.#result(candidate));
  }

  #byNumber(words: string, candidates: Map<number | string, Candidate>): void {
    const port = Number(/^\s*:?(\d{1,5})(?:\/[a-z]+)?\s*$/i.exec(words)?.[1] ?? Number.NaN);
    if (port <= 65_535) candidates.set(port, { port, score: 10, why: 'port number', document: null });
  }

  #byHint(asked: readonly AskedWord[], candidates: Map<number | string, Candidate>): void {
    for (const hit of matchHints(asked, this.#hints)) {
      for (const [place, port] of hit.hint.ports.entries()) {
        const score = hit.score * (place === 0 ? 1 : 0.95);
        if ((candidates.get(port)?.score ?? 0) >= score) continue;
        candidates.set(port, { port, score, why: whyHint(hit), document: null });
      }
    }
  }

  /** What both a hint and the registry find is surer than what one of them finds. */
  #byRegistry(asked: readonly AskedWord[], candidates: Map<number | string, Candidate>, most: number): void {
    if (this.#index === null) return;
    const hinted = new Map(candidates);
    for (const { document, score, why } of rankDocuments(asked, this.#index, this.#explained, most)) {
      const port = this.#index.document(document).ports?.from ?? null;
      const key = port ?? `document ${document}`;
      const hint = hinted.get(key);
      const sum =
        hint === undefined ? score : Math.max(hint.score, score) + 0.15 * Math.min(hint.score, score);
      if ((candidates.get(key)?.score ?? 0) >= sum) continue;
      const ownWhy = hint !== undefined && hint.score > score ? hint.why : why;
      candidates.set(key, { port, score: sum, why: ownWhy, document });
    }
  }

  #result({ port, score, why, document }: Candidate): FindResult {
    if (document === null || this.#table === null || this.#index === null) {
      return { ...this.#lookUp(port ?? 0), score, why };
    }
    const { record, ports, transports } = this.#index.document(document);
    const { service, description } = this.#table.record(record);
    return { port, toPort: ports?.to ?? null, transports, service, description, score, why };
  }
}

const whyHint = ({ hint }: HintHit): string =>
  hint.what === 'dossier' ? `dossier "${hint.title}"` : `also known as "${hint.title}"`;

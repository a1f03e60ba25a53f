import { type MapTransport, type NameRow, rowOf } from '../../map/layout.ts';

export interface PortName {
  readonly service: string;
  readonly description: string;
}

/** What ports are called, fetched by the row when first somebody asks. */
export class Names {
  readonly #rows = new Map<number, ReadonlyMap<string, PortName>>();
  readonly #asked = new Set<number>();
  readonly #url: string;
  readonly #came: (row: number) => void;

  /** @param url with `ROW` where the row's number belongs */
  constructor(url: string, came: (row: number) => void) {
    this.#url = url;
    this.#came = came;
  }

  /** Undefined = not known yet: it is on its way, and `came` will be called. */
  get(transport: MapTransport, port: number): PortName | null | undefined {
    const row = this.#rows.get(rowOf(port));
    if (row !== undefined) return row.get(`${port}/${transport}`) ?? null;
    void this.#fetch(rowOf(port));
    return undefined;
  }

  async #fetch(row: number): Promise<void> {
    if (this.#asked.has(row)) return;
    this.#asked.add(row);
    try {
      const answer = await fetch(this.#url.replace('ROW', String(row)));
      if (!answer.ok) throw new Error(`${answer.status}`);
      this.#rows.set(row, byPort((await answer.json()) as readonly NameRow[]));
      this.#came(row);
    } catch {
      // Asked again when the pointer comes by again, not at once.
      setTimeout(() => this.#asked.delete(row), 5000);
    }
  }
}

function byPort(rows: readonly NameRow[]): ReadonlyMap<string, PortName> {
  const names = new Map<string, PortName>();
  for (const [port, on, service, description] of rows) {
    if (on.includes('t')) names.set(`${port}/tcp`, { service, description });
    if (on.includes('u')) names.set(`${port}/udp`, { service, description });
  }
  return names;
}

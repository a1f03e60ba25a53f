/** Packets that are neither probes nor backscatter, by name. */
const otherNames = [
  'established',
  'answers',
  'late',
  'multicast',
  'neighbour-discovery',
  'own',
  'to-service',
  'fragments',
  'cut',
] as const;
export type OtherName = (typeof otherNames)[number];

export class Other {
  readonly #counts = new Float64Array(otherNames.length);

  count(name: OtherName, packets = 1): void {
    const at = otherNames.indexOf(name);
    this.#counts[at] = (this.#counts[at] as number) + packets;
  }

  /** `more`: packets that seemed to be probes or backscatter and as a whole are none. */
  list(more: Partial<Record<OtherName, number>>): { readonly name: string; readonly packets: number }[] {
    return otherNames
      .map((name, at) => ({ name, packets: (this.#counts[at] as number) + (more[name] ?? 0) }))
      .filter(({ packets }) => packets > 0)
      .sort((a, b) => b.packets - a.packets);
  }
}

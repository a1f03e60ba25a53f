/** Union and find over numbers from 0: who acts with whom. */
export class Groups {
  readonly #parents: number[];

  constructor(count: number) {
    this.#parents = Array.from({ length: count }, (_, index) => index);
  }

  rootOf(index: number): number {
    let root = index;
    while ((this.#parents[root] ?? root) !== root) root = this.#parents[root] ?? root;
    this.#parents[index] = root;
    return root;
  }

  join(a: number, b: number): void {
    const [low, high] = [this.rootOf(a), this.rootOf(b)].sort((m, n) => m - n);
    if (low !== undefined && high !== undefined) this.#parents[high] = low;
  }

  /** Those of two and more, each ascending. */
  groups(): readonly (readonly number[])[] {
    const byRoot = new Map<number, number[]>();
    for (const index of this.#parents.keys()) {
      const root = this.rootOf(index);
      const group = byRoot.get(root);
      if (group === undefined) byRoot.set(root, [index]);
      else group.push(index);
    }
    return Array.from(byRoot.values()).filter((group) => group.length > 1);
  }
}

import type { Registry } from '../registry/index.ts';

/** A finder loads the search index, so that one is kept for each registry. */
const finders = new WeakMap<Registry, ReturnType<Registry['finder']>>();

export function finderOf(registry: Registry): ReturnType<Registry['finder']> {
  const known = finders.get(registry);
  if (known !== undefined) return known;
  const made = registry.finder();
  finders.set(registry, made);
  return made;
}

import { mix } from './hash.ts';

/**
 * The latest tags of many, one to a place: it forgets, and says "seen" of a tag that was not seen once in 2^32 places.
 */
export class TagFilter {
  readonly tags: Int32Array;
  readonly shift: number;

  constructor(capacity: number) {
    this.tags = new Int32Array(capacity);
    this.shift = Math.clz32(capacity) + 1;
  }

  get held(): number {
    return this.tags.byteLength;
  }

  has(tag: number): boolean {
    return this.tags[mix(tag) >>> this.shift] === tag;
  }

  /** True where it was there already. */
  add(tag: number): boolean {
    const place = mix(tag) >>> this.shift;
    if (this.tags[place] === tag) return true;
    this.tags[place] = tag;
    return false;
  }
}

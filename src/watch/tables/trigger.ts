/** Up to this record each is looked at by the slow path; then at powers of two, then each 64th and the one behind. */
export const denseRecords = 4;
export const richRecords = 16;
export const sparseStep = 256;

/** The number of the record at which the slow path runs next. */
export function nextTrigger(records: number, rich: boolean, behind: boolean): number {
  if (records < denseRecords || rich) return records + 1;
  if (records < sparseStep) {
    // At a power of two, and at the record behind it.
    const power = 1 << (31 - Math.clz32(records));
    return behind || records === denseRecords ? power << 1 : records + 1;
  }
  return behind ? records - (records % sparseStep) + sparseStep : records + 1;
}

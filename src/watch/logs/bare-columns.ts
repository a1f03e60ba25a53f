/** Lines of no format that are looked at, and how many of them have to be alike. */
const most = 50;
const enough = 3;
const longest = 512;

const columnsOf = (text: string): readonly string[] => text.trim().split(/[ \t]+/);
const isNumber = (text: string): boolean => /^\d{1,20}$/.test(text);
const isAddress = (text: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) || /^[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}$/i.test(text);

/**
 * Recognises what a flow log with chosen columns looks like whose header row is elsewhere: lines of as many columns
 * each, two of them addresses and three numbers. Nothing tells which number is which, but it can be asked for.
 */
export class BareColumns {
  #looked = 0;
  #alike = 0;
  #count = 0;

  /** A line that no format took. */
  look(bytes: Uint8Array, from: number, to: number): void {
    if (this.#looked >= most || to - from > longest) return;
    this.#looked++;
    const columns = columnsOf(Buffer.from(bytes.subarray(from, to)).toString('latin1'));
    if (columns.filter(isAddress).length < 2 || columns.filter(isNumber).length < 3) return;
    if (columns.length !== this.#count) this.#alike = 0;
    this.#count = columns.length;
    this.#alike++;
  }

  notes(): readonly string[] {
    return this.#alike < enough
      ? []
      : [
          `lines look like ${this.#count} columns of a flow log without a header: name them by --columns, such as --columns start,end,action,srcaddr,dstaddr,srcport,dstport,protocol`,
        ];
  }
}

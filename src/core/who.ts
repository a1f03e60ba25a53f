/** A range of addresses that is nobody's on the internet, or stands for something else. */
export interface SpecialRange {
  /** Stable: `private`, `loopback`, `documentation`, `6to4`. */
  readonly name: string;
  readonly text: string;
}

/** Who may be behind an address. Null = unknown, or not asked for. All of it is foreign text. */
export interface Who {
  readonly range: SpecialRange | null;
  /** What the list of known scanners calls it. */
  readonly list: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** Number of the autonomous system that announces it. */
  readonly asn: number | null;
  readonly organisation: string | null;
  /** Its name by reverse DNS. */
  readonly name: string | null;
  /** The name leads back to the address; anybody may claim any name else. Null where no name was found. */
  readonly nameConfirmed: boolean | null;
  /** Mail address for complaints, from the registry of addresses. */
  readonly abuse: string | null;
}

/** What an address says by itself: nobody is asked, as a question tells somebody that we ask. */
export const whoByRange = (range: SpecialRange | null): Who => ({
  range,
  list: null,
  country: null,
  asn: null,
  organisation: null,
  name: null,
  nameConfirmed: null,
  abuse: null,
});

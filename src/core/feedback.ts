/** The three faces under a page: 😔 🤨 😃. */
export const faces = ['no', 'partly', 'yes'] as const;
export type Face = (typeof faces)[number];

export interface Vote {
  /** The page's path without its language: `/ports/2504`. */
  readonly page: string;
  /** A visitor's random mark from his cookie: one vote a visitor a page, the newest counts. */
  readonly visitor: string;
  readonly face: Face;
  /** Null = none was given; 2,000 characters at most. */
  readonly comment: string | null;
  /** The language the page was read in: `en`, `bn`, `id`, `sd`. */
  readonly language: string;
  /** Microseconds since 1970 UTC. */
  readonly at: number;
}

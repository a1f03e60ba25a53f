/** What the web itself counts, for /metrics. */
export interface Counts {
  readonly requests: Record<'1xx' | '2xx' | '3xx' | '4xx' | '5xx', number>;
  fromCache: number;
  rendered: number;
  refused: number;
}

export const newCounts = (): Counts => ({
  requests: { '1xx': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 },
  fromCache: 0,
  rendered: 0,
  refused: 0,
});

export function countStatus({ requests }: Counts, status: number): void {
  const kind = `${Math.floor(status / 100)}xx` as keyof Counts['requests'];
  if (kind in requests) requests[kind]++;
}

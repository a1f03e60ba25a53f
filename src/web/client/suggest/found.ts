/** One answer of `/api/v1/find`, as far as a line of suggestions needs it. */
export interface Found {
  readonly port: number | null;
  readonly service: string | null;
  readonly description: string;
  readonly transports: readonly string[];
}

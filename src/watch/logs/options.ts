/** Names for `--format`. The first three are one reader: they differ in what wrote the prefix. */
export const logFormats = [
  'iptables',
  'ufw',
  'firewalld',
  'filterlog',
  'pf',
  'pfirewall',
  'vpcflow',
  'asa',
] as const;
export type LogFormatName = (typeof logFormats)[number];

export interface LogOptions {
  /**
   * Microseconds since 1970 UTC: no stamp without a year is later than a day after this. For a file that is not
   * followed the time of its last change is better than the present.
   */
  readonly now: number;
  /** Zone of local times in minutes east of UTC; null = this machine's rule. */
  readonly zoneMinutes?: number | null;
  /** When the machine that wrote stamps since boot was booted; null or not given = unknown, and so is their time. */
  readonly bootAt?: number | null;
  /** Reads every line as this; if not given, each is recognised. */
  readonly format?: LogFormatName;
  /** The columns of a VPC flow log without a header row, as AWS names them. */
  readonly columns?: readonly string[];
}

/** Where a line is drawn, each with what it costs to draw it elsewhere. All can be set (`--threshold NAME=VALUE`). */
export interface Thresholds {
  /** Different ports on one target that make a port scan. Lower: a client that tries three services is called one. */
  readonly scanPorts: number;
  /** Different targets for one port that make a host sweep. */
  readonly sweepTargets: number;
}

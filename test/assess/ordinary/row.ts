import type { VerdictLevel } from '../../../src/core/verdict.ts';
import type { Listener } from '../../../src/inspect/listener.ts';

/** Name, listener, registered services, the level it must have. */
export type Row = readonly [string, Listener, readonly string[], VerdictLevel];

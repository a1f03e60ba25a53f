import type { Listener } from '../../../src/inspect/listener.ts';

/** Name, listener, registered services, the level it must have, the rule that must say so. */
export type Row = readonly [string, Listener, readonly string[], 'suspect' | 'wrong', string];

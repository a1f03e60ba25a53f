import { execFileSync } from 'node:child_process';

/** Two network namespaces joined by a veth pair, 10.77.0.1 (`prober`) and 10.77.0.2 (`watched`); no other way out. */
export interface Lab {
  readonly prober: string;
  readonly watched: string;
  /** Name of the interface in both. */
  readonly link: string;
  readonly proberMac: string;
  readonly watchedMac: string;
  stop(): void;
}

const ip = (...args: readonly string[]): string => execFileSync('ip', args, { encoding: 'utf8' });

/** Needs root. What it makes is taken down by `stop`, or by the next start under the same process number. */
export function startLab(): Lab {
  const prober = `reeve-bench-${process.pid}-p`;
  const watched = `reeve-bench-${process.pid}-w`;
  const macs = { prober: '02:00:00:00:77:01', watched: '02:00:00:00:77:02' };
  const stop = (): void => {
    for (const name of [prober, watched]) {
      try {
        ip('netns', 'del', name);
      } catch {
        // It was never made.
      }
    }
  };
  try {
    for (const name of [prober, watched]) ip('netns', 'add', name);
    ip(
      '-n',
      prober,
      'link',
      'add',
      'link0',
      'address',
      macs.prober,
      'type',
      'veth',
      'peer',
      'name',
      'link0',
      'address',
      macs.watched,
      'netns',
      watched,
    );
    for (const [name, address] of [
      [prober, '10.77.0.1/24'],
      [watched, '10.77.0.2/24'],
    ] as const) {
      ip('-n', name, 'address', 'add', address, 'dev', 'link0');
      ip('-n', name, 'link', 'set', 'lo', 'up');
      ip('-n', name, 'link', 'set', 'link0', 'up');
    }
    return { prober, watched, link: 'link0', proberMac: macs.prober, watchedMac: macs.watched, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

import { closeSync, readFileSync } from 'node:fs';
import { fail } from '../../core/errors.ts';
import { interfaceState } from '../../sys/interface-state.ts';
import { openCapture, ringSize } from '../../sys/packet-ring/index.ts';
import { mostExcluded, probeFilter } from './probe-filter.ts';

export interface CaptureSettings {
  /** Names of interfaces; none stands for all but the loopback. */
  readonly interfaces: readonly string[];
  /** Ports of this host of which nothing is to be seen. */
  readonly exclude?: readonly number[];
  /** Bytes of each ring. A larger one bears longer pauses of the reader, and costs that memory. */
  readonly ringBytes?: number;
}

/** A packet socket that has its ring and filter, and belongs to no interface yet. */
export interface Capture {
  readonly fd: number;
  readonly ringBytes: number;
  /** Null = all but the loopback. */
  readonly interface: string | null;
}

/**
 * For all rings together. Judging a thousand sources takes the reader away for a tenth of a second and more: with 8 MiB
 * one packet in 20 was lost at half a million a second, with this none.
 */
const usualRing = 64 << 20;
const leastRing = 8 << 20;
const largestRing = 1 << 30;
/** Each named interface has a socket and a ring of its own. */
const mostInterfaces = 16;

/**
 * The part that needs CAP_NET_RAW: one socket for all interfaces, or one for each that is named.
 * @throws ReeveError `NOT_PERMITTED`, `USAGE` for an interface that is not there
 */
export function openCaptures(settings: CaptureSettings): readonly Capture[] {
  const { interfaces, exclude = [] } = settings;
  const shared = Math.max(leastRing, Math.floor(usualRing / Math.max(1, interfaces.length)));
  const { ringBytes = shared } = settings;
  check(interfaces, exclude, ringBytes);
  const size = ringSize(ringBytes);
  const names = interfaces.length === 0 ? [null] : [...new Set(interfaces)];
  const filter = probeFilter({ everywhere: interfaces.length === 0, exclude });
  const opened: Capture[] = [];
  try {
    for (const name of names) {
      const fd = openCapture(filter, size);
      opened.push({ fd, ringBytes: size, interface: name });
      if (name !== null && interfaceState(fd, name) === null) throw unknownInterface(name);
    }
    return opened;
  } catch (error) {
    closeCaptures(opened);
    throw error;
  }
}

export function closeCaptures(captures: readonly Capture[]): void {
  for (const { fd } of captures) closeSync(fd);
}

function check(interfaces: readonly string[], exclude: readonly number[], ringBytes: number): void {
  if (interfaces.length > mostInterfaces) {
    throw usage(
      `${interfaces.length} interfaces`,
      `at most ${mostInterfaces} can be named; name none to watch all`,
    );
  }
  if (exclude.length > mostExcluded) {
    throw usage(`${exclude.length} excluded ports`, `at most ${mostExcluded} can be excluded`);
  }
  if (exclude.some((port) => !Number.isInteger(port) || port < 0 || port > 0xffff)) {
    throw usage('ports to exclude', 'one of them is not a whole number from 0 to 65535');
  }
  if (!Number.isInteger(ringBytes) || ringBytes < 1 || ringBytes > largestRing) {
    throw usage(`a ring of ${ringBytes} bytes`, `it may have up to ${largestRing}`);
  }
}

const usage = (asked: string, found: string) => fail('USAGE', { asked, found });

const unknownInterface = (name: string) =>
  fail('USAGE', {
    asked: `the interface ${JSON.stringify(name)}`,
    found: `there is none of that name; there are ${interfaceNames().join(', ')}`,
  });

/** The interfaces of this network namespace: the words before the colons of /proc/net/dev (proc(5)). */
function interfaceNames(): readonly string[] {
  const lines = readFileSync('/proc/self/net/dev', 'latin1').split('\n').slice(2);
  return lines.map((line) => line.split(':', 1)[0]?.trim() ?? '').filter((name) => name !== '');
}

import { fail } from '../core/errors.ts';
import type { InputSummary } from '../watch/index.ts';
import { counted } from './render/text.ts';

/** Lines that any text may have: they do not make it a firewall's. */
const anyText = new Set(['empty line', 'comment', 'continuation of a kernel message']);
/** Records that were read and say themselves that they hold nothing. */
const saysNothing = new Set(['flow log without data (NODATA)']);

/**
 * An input of which nothing at all could be read is no quiet one: whoever asks for scanners is not to take it for that.
 * One that is empty, as a log is when it has just been rotated, or that holds only other traffic is quiet.
 * @throws ReeveError `INPUT_UNRECOGNISED`
 */
export function demandReadable(file: string | null, input: InputSummary): void {
  const { records, skipped, other, unit, notes } = input;
  const unread = skipped.filter(({ reason }) => !saysNothing.has(reason));
  if (records > 0 || unread.length < skipped.length || unread.length === 0) return;
  if (other.some(({ name }) => !anyText.has(name))) return;
  const count = unread.reduce((sum, one) => sum + one.count, 0);
  const why = [...unread.map((one) => `${one.reason}: ${one.count}`), ...notes].join('; ');
  throw fail('INPUT_UNRECOGNISED', {
    asked: file ?? 'standard input',
    found: `nothing in it can be read: ${counted(count, unit === 'packets' ? 'packet' : 'line')} left out (${why})`,
    todo: 'Give it a pcap or pcapng capture or a firewall log',
  });
}

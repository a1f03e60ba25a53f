import { fail } from '../core/errors.ts';
import { readMoment } from '../core/moment.ts';

/**
 * A moment as people give it to `--since` and `--until`; see `core/moment.ts`.
 * @throws ReeveError `USAGE`
 */
export function moment(option: 'since' | 'until', text: string, now: number): number {
  const time = readMoment(text, option, now);
  if (time !== null) return time;
  throw fail('USAGE', {
    asked: `--${option} ${JSON.stringify(text.slice(0, 40))}`,
    found: 'that is no time',
    todo: `Write it as --${option} 2h (ago), --${option} 2026-11-20 or --${option} 2026-11-20T10:30Z`,
  });
}

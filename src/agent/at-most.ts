import { fail } from '../core/errors.ts';

/**
 * So many at once and no more: what one process asks of the other is few by nature, and too much at once would be taken
 * for madness and end both.
 */
export function atMost<Asked, Answer>(
  most: number,
  what: string,
  work: (asked: Asked) => Promise<Answer>,
): (asked: Asked) => Promise<Answer> {
  let running = 0;
  return async (asked) => {
    if (running >= most) {
      throw fail('TOO_MANY', {
        asked: what,
        found: `${most} are under way already`,
        todo: 'Try again in a few seconds',
      });
    }
    running++;
    try {
      return await work(asked);
    } finally {
      running--;
    }
  };
}

import { describe, expect, it } from 'vitest';
import { busiest } from '../../src/cli/agent-lines.ts';

const top = (...events: readonly number[]) =>
  events.map((count, index) => ({ name: String(index + 1), events: count }));

describe('the ports that the overview names', () => {
  it.each([
    [top(), []],
    [top(1), ['1']],
    [top(5, 2, 1), ['1', '2', '3']],
    [top(5, 2, 1, 1), ['1', '2']],
    [top(1, 1, 1, 1), []],
    [top(9, 9, 9, 8), ['1', '2', '3']],
  ])('of %j: %j', (given, expected) => {
    expect(busiest(given)).toEqual(expected);
  });
});

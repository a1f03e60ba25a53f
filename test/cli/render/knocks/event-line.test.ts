import { describe, expect, it } from 'vitest';
import { eventLine } from '../../../../src/cli/render/knocks/event-line.ts';
import { painter } from '../../../../src/cli/render/style.ts';
import { scan } from './findings.ts';

const line = (room: number): string =>
  eventLine({ type: 'scan', key: 'a', scan: scan() }, { room, paint: painter(false), portName: () => null });

describe('one event on one line', () => {
  it('has the count of packets last, and leaves it out whole where it does not fit', () => {
    const whole = line(200);
    expect(whole).toMatch(/, [\d,]+ packets$/);
    expect(line(whole.length)).toBe(whole);
    const short = line(whole.length - 1);
    expect(short).toBe(whole.replace(/, [\d,]+ packets$/, ''));
    expect(line(short.length)).toBe(short);
    expect(line(short.length - 1)).toBe(`${short.slice(0, -2)}…`);
  });
});

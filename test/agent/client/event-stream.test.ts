import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventStream, type ServerEvent } from '../../../src/agent/client/event-stream.ts';
import { fuzzRuns } from '../../fuzz.ts';

function eventsOf(text: string, size = text.length): readonly ServerEvent[] {
  const events: ServerEvent[] = [];
  const stream = new EventStream((event) => events.push(event));
  for (let at = 0; at < text.length; at += Math.max(1, size)) stream.push(text.slice(at, at + size));
  return events;
}

describe('a stream of events', () => {
  it('gives each with its name and data', () => {
    const text =
      'retry: 3000\n: here\nid: a-1\n\nid: a-2\nevent: knock\ndata: {"a":1}\n\ndata: one\ndata:two\r\n\r\n';
    const events = [
      { name: 'knock', data: '{"a":1}' },
      { name: 'message', data: 'one\ntwo' },
    ];
    expect(eventsOf(text)).toEqual(events);
    expect(eventsOf(text, 1)).toEqual(events);
  });

  it('is the same in whatever pieces it comes, however its lines end', () => {
    const line = fc.stringMatching(/^[^\r\n]{0,20}$/);
    const event = fc.array(line, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 5 }),
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        (all, end, size) => {
          const text = all
            .map((lines) => `${lines.map((one) => `data: ${one}${end}`).join('')}${end}`)
            .join('');
          // The last carriage return may be half of a line's end: what follows tells.
          const events = eventsOf(`${text}: end${end}`, size);
          expect(events.map(({ data }) => data)).toEqual(all.map((lines) => lines.join('\n')));
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('refuses an event without end', () => {
    expect(() => eventsOf('x'.repeat(2_000_000), 65_536)).toThrow(/without end/);
    expect(() => eventsOf('data: x\n'.repeat(2_000_000), 65_536)).toThrow(/without end/);
  });
});

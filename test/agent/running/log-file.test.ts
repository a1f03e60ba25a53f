import { describe, expect, it } from 'vitest';
import { logFile } from '../../../src/agent/running/log-file.ts';

/** A disk with so much room, of which a write takes no more than a few bytes at once. */
function disk() {
  let room = 1000;
  const written: Buffer[] = [];
  const write = ((_fd: number, bytes: Buffer) => {
    if (room === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    const taken = bytes.subarray(0, Math.min(room, 7));
    room -= taken.length;
    written.push(Buffer.from(taken));
    return taken.length;
  }) as never;
  return {
    file: logFile(1, write),
    text: () => Buffer.concat(written).toString(),
    give: (bytes: number) => (room = bytes),
  };
}

describe('the log', () => {
  it('is written whole, however little a write takes', () => {
    const { file, text } = disk();
    file.write('{"one":"ä€😀"}\n');
    file.write('{"two":2}\n');
    expect(text()).toBe('{"one":"ä€😀"}\n{"two":2}\n');
  });

  it('loses lines where the disk is full, never the agent, and says how many when there is room', () => {
    const { file, text, give } = disk();
    give(0);
    file.write('{"lost":1}\n');
    file.write('{"lost":2}\n');
    give(1000);
    file.write('{"kept":1}\n');
    file.write('{"kept":2}\n');
    const [told, ...rest] = text().trim().split('\n');
    expect(JSON.parse(told ?? '')).toMatchObject({ level: 'warn', lost: 2 });
    expect(rest).toEqual(['{"kept":1}', '{"kept":2}']);
  });

  it('begins a new line after one that was torn', () => {
    const { file, text, give } = disk();
    give(5);
    file.write('{"torn":true}\n');
    give(1000);
    file.write('{"kept":1}\n');
    const lines = text().trim().split('\n');
    expect(lines[0]).toBe('{"tor');
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ lost: 1 });
    expect(lines[2]).toBe('{"kept":1}');
  });
});

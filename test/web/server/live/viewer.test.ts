import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveFeed, Numbered } from '../../../../src/web/live.ts';
import { frameOf, liveTypes, readMark, readTypes } from '../../../../src/web/server/live/frames.ts';
import { Viewer } from '../../../../src/web/server/live/viewer.ts';
import { fuzzRuns } from '../../../fuzz.ts';

/** One who takes what is sent only when he is told to. */
class Stuck extends EventEmitter {
  destroyed = false;
  writableLength = 0;
  sent = '';

  write(frame: Buffer): boolean {
    this.sent += frame.toString();
    this.writableLength += frame.length;
    return false;
  }

  take(): void {
    this.writableLength = 0;
    this.emit('drain');
  }

  get response(): ServerResponse {
    return this as unknown as ServerResponse;
  }
}

const all = new Set(liveTypes);
const status = (id: number): Numbered => ({ id, message: { type: 'status' } });
const feed = (latest: number, news: readonly Numbered[] | null = []): LiveFeed => ({
  epoch: 'e',
  latest,
  after: () => news,
  subscribe: () => () => undefined,
});

describe('a viewer', () => {
  it('who takes nothing costs his bound, and is told to load anew once he takes', () => {
    const stuck = new Stuck();
    const viewer = new Viewer(stuck.response, feed(999), all, 500);
    for (let id = 1; id < 1000; id++) viewer.tell('status', frameOf('e', status(id)));
    expect(stuck.writableLength).toBeLessThanOrEqual(500);
    expect(stuck.sent).not.toContain('resync');
    stuck.take();
    expect(stuck.sent).toMatch(/id: e-999\nevent: resync\n/);
    viewer.tell('status', frameOf('e', status(1000)));
    expect(stuck.sent).toContain('id: e-1000\n');
  });

  it('who takes nothing for long is let go', () => {
    const stuck = new Stuck();
    const viewer = new Viewer(stuck.response, feed(0), all, 100);
    expect(viewer.alive()).toBe(true);
    for (let id = 0; id < 10; id++) viewer.tell('status', frameOf('e', status(id)));
    expect([viewer.alive(), viewer.alive(), viewer.alive()]).toEqual([true, true, false]);
  });

  it('is sent what is larger than his bound where nothing waits', () => {
    const stuck = new Stuck();
    const viewer = new Viewer(stuck.response, feed(1), all, 10);
    viewer.tell('status', frameOf('e', status(1)));
    expect(stuck.sent).toContain('id: e-1\n');
  });

  it('is told what he missed, of what he asked for', () => {
    const stuck = new Stuck();
    const missed: Numbered[] = [status(4), { id: 5, message: { type: 'ports', flickers: [], left: 0 } }];
    new Viewer(stuck.response, feed(5, missed), new Set(['ports']), 1000).resume('e', 3);
    expect(stuck.sent).toBe('id: e-5\nevent: ports\ndata: {"type":"ports","flickers":[],"left":0}\n\n');
  });

  it('loads anew after another start of the agent, or where it is forgotten', () => {
    for (const [epoch, news] of [
      ['other', []],
      ['e', null],
    ] as const) {
      const stuck = new Stuck();
      new Viewer(stuck.response, feed(5, news), all, 1000).resume(epoch, 3);
      expect(stuck.sent).toBe('id: e-5\nevent: resync\ndata: {"type":"resync"}\n\n');
    }
  });
});

describe('what a viewer says', () => {
  it('of where he was', () => {
    expect(readMark('1f-9z-12')).toEqual({ epoch: '1f-9z', id: 12 });
    for (const text of ['', '12', 'e-', 'e-1x', 'e-1234567890123456', 'e 1-2', `${'e'.repeat(65)}-1`])
      expect(readMark(text)).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => {
        const mark = readMark(text);
        if (mark !== null) expect(`${mark.epoch}-${mark.id}`.length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('of what he wants', () => {
    expect(readTypes(null)).toEqual(all);
    expect(readTypes('knock,ports')).toEqual(new Set(['knock', 'ports']));
    expect([readTypes('knock,'), readTypes('dance'), readTypes('resync')]).toEqual([null, null, null]);
  });
});

import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FollowChange, followFile } from '../../../src/watch/logs/follow.ts';
import { createLogReader } from '../../../src/watch/logs/reader.ts';
import { now } from './reading.ts';
import { samples } from './samples.ts';

let folder: string;
let path: string;
let text: string;
let changes: FollowChange[];
let pauses: number;
let stop: AbortController;
let running: Promise<void>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reeve-follow-'));
  path = join(folder, 'fw.log');
  [text, changes, pauses, stop] = ['', [], 0, new AbortController()];
});

afterEach(async () => {
  stop.abort();
  await running;
  rmSync(folder, { recursive: true, force: true });
});

function follow(fromEnd = false): void {
  running = followFile(
    path,
    (chunk) => {
      text += Buffer.from(chunk).toString();
    },
    {
      signal: stop.signal,
      fromEnd,
      interval: 20,
      onPause: () => pauses++,
      onChange: (what) => changes.push(what),
    },
  );
}

/** Waits until it holds; the test's own limit ends it where it never does. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('following a log', () => {
  it('what is there, then what is written', async () => {
    writeFileSync(path, 'one\n');
    follow();
    await until(() => text === 'one\n');
    appendFileSync(path, 'two\n');
    await until(() => text === 'one\ntwo\n');
    // Both may have been read in one go; a pause comes after what was read, never before.
    await until(() => pauses > 0);
    expect(changes).toEqual([]);
  });

  it('from the end only what is new', async () => {
    writeFileSync(path, 'old\n');
    follow(true);
    // A line may come before the file is looked at first; what counts is that the old one never comes.
    let number = 0;
    await until(() => {
      appendFileSync(path, `new ${number++}\n`);
      return text.includes('new');
    });
    expect(text).not.toContain('old');
  });

  it('rotation: the old file is read to its end, also what comes late', async () => {
    writeFileSync(path, 'one\n');
    follow();
    await until(() => text === 'one\n');
    appendFileSync(path, 'two\n');
    renameSync(path, `${path}.1`);
    appendFileSync(`${path}.1`, 'three\n');
    writeFileSync(path, 'four\n');
    await until(() => text.includes('four'));
    expect(text).toBe('one\ntwo\nthree\nfour\n');
    expect(changes).toEqual(['rotated']);
    appendFileSync(path, 'five\n');
    await until(() => text.endsWith('five\n'));
  });

  it('an unfinished line does not run on into the next file', async () => {
    writeFileSync(path, 'one\nhal');
    follow();
    await until(() => text === 'one\nhal');
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'two\n');
    await until(() => text.includes('two'));
    expect(text).toBe('one\nhal\ntwo\n');
  });

  it('truncation: from the beginning again', async () => {
    writeFileSync(path, 'one\ntwo\nthree\n');
    follow();
    await until(() => text === 'one\ntwo\nthree\n');
    truncateSync(path);
    appendFileSync(path, 'four\n');
    await until(() => text.endsWith('four\n'));
    expect(text).toBe('one\ntwo\nthree\nfour\n');
    expect(changes).toEqual(['truncated']);
  });

  it('absence: waited for, at first and in between', async () => {
    follow();
    await until(() => changes.includes('missing'));
    writeFileSync(path, 'one\n');
    await until(() => text === 'one\n');
    rmSync(path);
    await until(() => changes.filter((what) => what === 'missing').length === 2);
    writeFileSync(path, 'two\n');
    await until(() => text === 'one\ntwo\n');
    expect(changes).toEqual(['missing', 'back', 'missing', 'back']);
  });

  it('ends at the signal, with a big file behind it', async () => {
    writeFileSync(path, `${'x'.repeat(99)}\n`.repeat(20_000));
    follow();
    await until(() => text.length === 2_000_000);
    stop.abort();
    await running;
    expect(pauses).toBeGreaterThan(0);
  });

  it('feeds a reader: records come after each pause', async () => {
    const sources: number[] = [];
    const reader = createLogReader((batch) => sources.push(batch.size), { now, zoneMinutes: 0 });
    writeFileSync(path, `${samples.ufw}\n`);
    running = followFile(path, (chunk) => reader.push(chunk), {
      signal: stop.signal,
      interval: 20,
      onPause: () => reader.flush(),
    });
    await until(() => sources.length === 1);
    appendFileSync(path, `${samples.iptables}\n${samples.iptables}\n`);
    await until(() => sources.length >= 2);
    stop.abort();
    await running;
    expect(reader.end()).toMatchObject({ records: 3, format: 'iptables + ufw' });
  });
});

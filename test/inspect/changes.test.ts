import { describe, expect, test } from 'vitest';
import { type ListenerChange, trackChanges } from '../../src/inspect/changes.ts';
import type { Listener } from '../../src/inspect/listener.ts';
import { aListener, anOwner } from './samples.ts';

const at = (inode: number, difference: Partial<Listener> = {}): Listener =>
  aListener({ inode, group: { workers: 1, reuseport: 1, outsiders: [], inodes: [inode] }, ...difference });

/** Plays looks a second apart and gives the kinds of change at each. */
function play(...looks: readonly (readonly Listener[])[]): readonly (readonly ListenerChange['kind'][])[] {
  const tracker = trackChanges({ patience: 2_000 });
  return looks.map((look, second) => tracker.step(look, second * 1000).map(({ kind }) => kind));
}

describe('listeners from look to look', () => {
  test('what was there at first is no news', () => {
    expect(play([at(1)], [at(1)])).toEqual([[], []]);
  });

  test('opened at once, closed when it stays away', () => {
    expect(play([], [at(1)], [], [], [], [])).toEqual([[], ['opened'], [], [], ['closed'], []]);
  });

  test('a restart is one event, not two', () => {
    expect(play([at(1)], [], [at(2, { owners: [anOwner({ pid: 9 })] })], [at(2)])).toEqual([
      [],
      [],
      ['restarted'],
      [],
    ]);
  });

  test('a worker that comes or goes is no event', () => {
    const group = { workers: 2, reuseport: 2, outsiders: [], inodes: [1, 2] };
    expect(play([at(1)], [at(1, { group })], [at(2, { group: { ...group, inodes: [2] } })])).toEqual([
      [],
      [],
      [],
    ]);
  });

  test('another program at the same place replaces', () => {
    expect(play([at(1)], [at(2, { owners: [anOwner({ exe: '/tmp/other' })] })])).toEqual([[], ['replaced']]);
  });

  test('a holder that was not found says nothing of another: it may have ended while it was looked for', () => {
    const hidden = (inode: number, uid = 1000): Listener => at(inode, { owners: [], uid });
    const known = (inode: number): Listener => at(inode, { uid: 1000 });
    expect(play([known(1)], [hidden(1)], [known(1)])).toEqual([[], [], []]);
    expect(play([known(1)], [hidden(2)], [known(3)])).toEqual([[], ['restarted'], ['restarted']]);
    expect(play([known(1)], [hidden(2, 2000)])).toEqual([[], ['replaced']]);
  });

  test('two programs on one datagram port are followed apart', () => {
    const avahi = at(1, { kind: 'udp', owners: [anOwner({ exe: '/usr/sbin/avahi-daemon' })] });
    const chrome = at(2, { kind: 'udp', owners: [anOwner({ exe: '/usr/bin/chrome' })] });
    expect(play([avahi], [avahi, chrome], [avahi], [avahi], [avahi])).toEqual([
      [],
      ['opened'],
      [],
      [],
      ['closed'],
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { ledgerOf } from '../../../../src/inspect/linux/owners/notes.ts';

const root = {
  capabilities: new Set(['CAP_SYS_PTRACE'] as const),
  initialPidNamespace: true,
  leavesOut: false,
};
const user = { ...root, capabilities: new Set<never>() };

describe('ledgerOf', () => {
  test.each([
    ['all was read', { seen: 80, hidden: 0 }, root, 0, true, []],
    [
      'some refused a user',
      { seen: 3, hidden: 77 },
      user,
      77,
      false,
      [/^77 of 80 .* Run as root, or grant CAP_SYS_PTRACE/],
    ],
    [
      'one refused even root',
      { seen: 79, hidden: 1 },
      root,
      1,
      false,
      [/^1 of 80 processes could not be read, .* fewer\.$/],
    ],
    ['hidepid and a user', { seen: 3, hidden: 0 }, { ...user, leavesOut: true }, null, false, [/hidepid/]],
    ['hidepid and root', { seen: 80, hidden: 0 }, { ...root, leavesOut: true }, 0, true, []],
    [
      'a container',
      { seen: 5, hidden: 0 },
      { ...root, initialPidNamespace: false },
      null,
      false,
      [/pid namespace/],
    ],
    ['no /proc', { seen: 0, hidden: 0 }, root, null, false, [/shows no process at all/]],
  ])('%s', (_, counts, sight, hidden, complete, notes) => {
    const ledger = ledgerOf(counts, sight);
    expect(ledger.processes).toEqual({ seen: counts.seen, hidden });
    expect(ledger.complete).toBe(complete);
    expect(ledger.notes).toHaveLength(notes.length);
    for (const [index, note] of notes.entries()) expect(ledger.notes[index]).toMatch(note);
  });
});

import { userInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { notStored } from '../../../src/cli/watching/not-stored.ts';
import { fail } from '../../../src/core/errors.ts';

describe('why nothing is stored', () => {
  test('who the watch runs as is named, and nobody who is root is told to be root', () => {
    const error = fail('NOT_PERMITTED', {
      asked: 'the store /srv/knocks.db',
      found: 'it may not be opened',
      todo: 'Run it as root',
    });
    expect(notStored(error)).toContain(`runs as ${userInfo().username} and needs a folder`);
    expect(notStored(error)).toContain('the store /srv/knocks.db: it may not be opened');
    expect(notStored(error)).not.toContain('Run it');
  });

  test('anything else is said as it is', () => {
    expect(notStored(new Error('the disk is full'))).toBe('the disk is full');
  });
});

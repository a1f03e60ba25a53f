import { describe, expect, test } from 'vitest';
import { statusOf, strongestStatus } from '../../src/registry/status.ts';

describe('the status of a row by its own words', () => {
  test.each([
    ['ssh', 'The Secure Shell (SSH) Protocol', null, 'assigned'],
    ['remoteware-un', 'RemoteWare Unassigned', null, 'assigned'],
    ['stun-behaviors', 'Reserved for a future enhancement of STUN-BEHAVIOR', null, 'assigned'],
    [null, 'Unassigned', null, 'unassigned'],
    [null, 'unassigned', 'Microsoft (unoffically) using 1895', 'unassigned'],
    [null, 'Unassigned [was netstat]', null, 'unassigned'],
    [null, '(unassigned) Possibly assigned', null, 'unassigned'],
    [null, 'Unassigned', '(Removed 2004-2-6)', 'unassigned'],
    [null, 'Reserved', null, 'reserved'],
    [null, 'Reserved - IANA', null, 'reserved'],
    [null, 'Reserved', 'this port was previously updated on 2009-06-19', 'reserved'],
    [null, 'Reserved', 'De-assigned on 2025-02-13, previously compressnet by [Bernie_Volz]', 'de-assigned'],
    [null, 'Reserved', 'This entry has been removed on 2017-05-18.', 'de-assigned'],
    [null, 'Reserved', 'Historic usage was acms. De-Assigned on 2020-12-29', 'de-assigned'],
    [null, 'Reserved', '(previous contact was[Christopher_Allen])', 'de-assigned'],
    [null, 'De-registered', null, 'de-assigned'],
    [null, 'Removed', null, 'de-assigned'],
    [null, 'Decomissioned Port 04/14/00, ms', null, 'de-assigned'],
    [null, 'De-Commissioned Port', null, 'de-assigned'],
    [null, 'Deprecated', null, 'de-assigned'],
    [null, 'any private mail system', null, 'assigned'],
    [null, 'Possibly used by Sun Solaris????', null, 'reserved'],
  ] as const)('%s, %s, %s is %s', (service, description, notes, status) => {
    expect(statusOf({ service, description, notes })).toBe(status);
  });
});

test('a port assigned on any transport is assigned', () => {
  expect(strongestStatus(['unassigned', 'reserved', 'assigned'])).toBe('assigned');
  expect(strongestStatus(['unassigned', 'de-assigned', 'reserved'])).toBe('reserved');
  expect(strongestStatus(['unassigned', 'de-assigned'])).toBe('de-assigned');
  expect(strongestStatus([])).toBe('unassigned');
});

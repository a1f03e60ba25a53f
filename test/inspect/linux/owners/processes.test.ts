import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hidesProcesses,
  listProcesses,
  ownCapabilities,
  parseCapabilities,
} from '../../../../src/inspect/linux/owners/processes.ts';
import { fuzzRuns } from '../../../fuzz.ts';

describe('parseCapabilities', () => {
  test.each([
    ['CapEff:\t000001ffffffffff', ['CAP_SYS_PTRACE', 'CAP_SYS_ADMIN', 'CAP_PERFMON', 'CAP_BPF']],
    ['Name:\tx\nCapPrm:\t000001ffffffffff\nCapEff:\t000000c000000000\n', ['CAP_PERFMON', 'CAP_BPF']],
    ['CapEff:\t0000000000000000', []],
    ['CapEff:\tnonsense', []],
    ['', []],
  ])('%j', (status, expected) => {
    expect([...parseCapabilities(status)]).toEqual(expected);
  });

  test('any text is a set', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `CapEff:\t${text}`),
        ),
        (text) => {
          expect(parseCapabilities(text).size).toBeLessThanOrEqual(4);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });

  test.skipIf(process.platform !== 'linux' || process.geteuid?.() === 0)(
    'a plain user has none (skipped for root)',
    () => {
      expect([...ownCapabilities()]).toEqual([]);
    },
  );
});

/** A line of mountinfo. */
const mount = (place: string, options: string): string =>
  `22 27 0:21 / ${place} rw,relatime - proc proc rw${options}`;

describe('hidesProcesses', () => {
  test.each([
    [mount('/proc', ''), false],
    [mount('/proc', ',hidepid=invisible'), true],
    [mount('/proc', ',gid=5,hidepid=2'), true],
    [mount('/proc', ',hidepid=4,subset=pid'), true],
    [mount('/proc', ',hidepid=ptraceable'), true],
    [mount('/proc', ',hidepid=1'), false],
    [mount('/proc', ',hidepid=noaccess'), false],
    [mount('/chroot/proc', ',hidepid=2'), false],
    [`${mount('/proc', ',hidepid=2')}\n${mount('/proc', '')}`, false],
    [`${mount('/proc', '')}\n${mount('/proc', ',hidepid=2')}`, true],
    ['', false],
  ])('%j is %s', (mountinfo, expected) => {
    expect(hidesProcesses(mountinfo)).toBe(expected);
  });
});

describe.skipIf(process.platform !== 'linux')('listProcesses (Linux only)', () => {
  test('lists what the folder shows, and nothing where there is none', () => {
    expect(listProcesses()).toEqual(expect.arrayContaining([process.pid, process.ppid]));
    expect(listProcesses('/nowhere')).toEqual([]);
  });
});

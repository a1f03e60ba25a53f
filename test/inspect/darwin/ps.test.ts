import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArguments, parseProcesses, wordsOf } from '../../../src/inspect/darwin/ps.ts';
import { parseRange } from '../../../src/inspect/darwin/ranges.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { recorded } from '../recorded.ts';

describe('ps', () => {
  const processes = parseProcesses(recorded('darwin', 'ps-26.txt'));

  test('every line is a process', () => {
    expect([...processes.keys()]).toEqual([1, 250, 368, 390, 910, 1039, 4200, 4243, 21037, 53082, 53090]);
  });

  test('paths with spaces, terminals, and the start in the time zone of the machine', () => {
    expect(processes.get(4243)).toEqual({
      pid: 4243,
      ppid: 4200,
      uid: 501,
      user: 'mchadwick',
      startedAt: new Date(2026, 10, 4, 9, 1, 0).toISOString(),
      tty: 'ttys003',
      comm: '/System/Library/CoreServices/Software Update.app/Contents/Resources/softwareupdated',
    });
    expect(processes.get(1)?.tty).toBeNull();
  });

  test('the words of a command whose path holds spaces', () => {
    const args = parseArguments(recorded('darwin', 'ps-26-args.txt'));
    const chrome = processes.get(21037)?.comm ?? '';
    expect(wordsOf(args.get(21037) ?? '', chrome)).toEqual([
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome Helper',
      '--type=utility',
      '--utility-sub-type=network.mojom.NetworkService',
    ]);
    expect(wordsOf('nginx: master process nginx', '/opt/nginx')).toEqual([
      'nginx:',
      'master',
      'process',
      'nginx',
    ]);
  });

  test('any text is survived', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constant('1 0 0 root Mon Oct 39 66:12:03 2026 ?? /x'))),
        (lines) => {
          const text = lines.join('\n');
          for (const [pid, one] of parseProcesses(text)) {
            expect(pid).toBe(one.pid);
            expect(one.startedAt === null || one.startedAt.endsWith('Z')).toBe(true);
          }
          for (const [, args] of parseArguments(text)) expect(wordsOf(args, '/x').length).toBeGreaterThan(0);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});

describe('the port range', () => {
  test('as sysctl says it', () => {
    expect(parseRange(recorded('darwin', 'sysctl.txt'))).toEqual({ from: 49_152, to: 65_535 });
    expect(parseRange('net.inet.ip.portrange.hifirst: 5\nnet.inet.ip.portrange.hilast: 9\n')).toEqual({
      from: 5,
      to: 9,
    });
  });

  test.each([
    '',
    'net.inet.ip.portrange.first: 1',
    'net.inet.ip.portrange.first: 70000\nnet.inet.ip.portrange.last: 80000',
  ])('%j says nothing', (text) => {
    expect(parseRange(text)).toBeNull();
  });
});

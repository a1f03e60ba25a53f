import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNetstat } from '../../../src/inspect/windows/netstat.ts';
import { parseTasks } from '../../../src/inspect/windows/tasklist.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { recorded } from '../recorded.ts';

const brief = (file: string) =>
  parseNetstat(recorded('windows', file)).sockets.map(({ kind, local, pid }) => [
    kind,
    local.address,
    local.port,
    pid,
  ]);

describe('netstat -aon', () => {
  test('in English', () => {
    expect(brief('netstat-en.txt')).toEqual([
      ['tcp', '0.0.0.0', 135, 1100],
      ['tcp', '0.0.0.0', 445, 4],
      ['tcp', '0.0.0.0', 554, 11380],
      ['tcp', '0.0.0.0', 2869, 4],
      ['tcp', '::', 135, 1100],
      ['udp', '0.0.0.0', 500, 5364],
      ['udp', '0.0.0.0', 1900, 4812],
      ['udp', '0.0.0.0', 3702, 3128],
      ['udp', '0.0.0.0', 3702, 3128],
      ['udp', '0.0.0.0', 3702, 2720],
      ['udp', 'fe80::3c5f:a1b2:77d0:1', 1900, 4812],
    ]);
  });

  test('in German, in the code page of the console', () => {
    expect(recorded('windows', 'netstat-de.bin')).toContain('ABH\uFFFDREN');
    expect(brief('netstat-de.bin')).toEqual([
      ['tcp', '0.0.0.0', 135, 1024],
      ['tcp', '127.0.0.1', 7999, 9876],
      ['tcp', '::', 445, 4],
      ['udp', '::1', 1900, 4812],
    ]);
    expect(parseNetstat(recorded('windows', 'netstat-de.bin')).skipped).toBe(0);
  });

  test('connections are none, in Chinese too', () => {
    expect(parseNetstat(recorded('windows', 'netstat-zh.txt'))).toEqual({ sockets: [], skipped: 0 });
  });

  test('what cannot be read is counted', () => {
    const { sockets, skipped } = parseNetstat(
      '  TCP    0.0.0.0:135\r\n  UDP    *:*   *:*  7\r\n  UDP  host:80  *:*  7\r\n  TCP  0.0.0.0:1  0.0.0.0:0  LISTENING  pid\n',
    );
    expect([sockets.length, skipped]).toEqual([0, 4]);
  });

  test('any text is survived', () => {
    const word = fc.constantFrom(
      'TCP',
      'UDP',
      '0.0.0.0:0',
      '[::]:0',
      '*:*',
      '1.2.3.4:80',
      '[fe80::1%3]:9',
      'ABHÖREN',
      '42',
      '',
    );
    const line = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 7 }).map((words) => words.join('  ')),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        for (const { pid, local } of parseNetstat(lines.join('\r\n')).sockets) {
          expect(Number.isInteger(pid)).toBe(true);
          expect(local.port).not.toBeNull();
        }
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});

describe('tasklist /svc', () => {
  test('services of a host, none of others', () => {
    const tasks = new Map(
      parseTasks(recorded('windows', 'tasklist-svc-en.csv')).map((task) => [task.pid, task]),
    );
    expect(tasks.get(1100)).toEqual({ pid: 1100, name: 'svchost.exe', services: ['RpcEptMapper', 'RpcSs'] });
    expect(tasks.get(4812)?.services).toEqual([]);
    expect(tasks.size).toBe(9);
  });

  test('the word for none is learned from the processes that have none', () => {
    const tasks = parseTasks(recorded('windows', 'tasklist-svc-de.csv'));
    expect(tasks.map(({ services }) => services)).toEqual([[], [], ['RpcEptMapper', 'RpcSs'], []]);
  });

  test('any text is survived; what was written is read', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[^\r\n]{0,20}$/), fc.nat(), (noise, name, pid) => {
        expect(Array.isArray(parseTasks(noise))).toBe(true);
        const quoted = `"${name.replaceAll('"', '""')}","${pid}","A,B"`;
        const [task] = parseTasks(quoted);
        expect(task).toMatchObject({ name, pid });
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

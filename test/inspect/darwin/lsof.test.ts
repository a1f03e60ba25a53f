import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFolders, parseLsof } from '../../../src/inspect/darwin/lsof.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { recorded } from '../recorded.ts';

describe('field output', () => {
  test('every socket with its process', () => {
    const { sockets, skipped } = parseLsof(recorded('darwin', 'lsof-26.txt'));
    expect(skipped).toBe(0);
    expect(
      sockets.map(({ process, fd, kind, family, local }) => [process.pid, fd, kind, family, local.port]),
    ).toEqual([
      [1, 24, 'tcp', 4, 22],
      [390, 6, 'udp', 4, 5353],
      [777, 33, 'tcp', 4, 8080],
      [368, 9, 'tcp', 6, 62503],
      [1039, 7, 'tcp', 6, 3283],
      [21037, 61, 'udp', 6, 5353],
      [21037, 62, 'udp', 6, 5353],
      [21037, 63, 'udp', 4, 63770],
      [53082, 21, 'tcp', 4, 51836],
      [53090, 21, 'tcp', 4, 51836],
    ]);
    expect(sockets[1]?.process).toEqual({
      pid: 390,
      ppid: 1,
      uid: 65,
      user: '_mdnsresponder',
      comm: 'mDNSResponder',
    });
  });

  test('the interface that the kernel writes into a link-local address is taken out', () => {
    const { sockets } = parseLsof(recorded('darwin', 'lsof-26.txt'));
    expect(sockets.find(({ process }) => process.pid === 368)?.local.address).toBe(
      'fe80::c4c8:5ff:fe12:3456',
    );
  });

  test('a peer is told from the local end', () => {
    const { sockets } = parseLsof(recorded('darwin', 'lsof-26.txt'));
    expect(sockets.find(({ fd }) => fd === 63)?.foreign).toMatchObject({
      address: '172.217.160.67',
      port: 443,
    });
  });

  test('connections and files are passed over, unreadable sockets counted', () => {
    const { sockets, skipped } = parseLsof(
      'p7\ncx\nfcwd\nn/home\nf3\nPTCP\nn1.1.1.1:5->2.2.2.2:6\nTST=ESTABLISHED\nf4\nPTCP\nnnonsense\nTST=LISTEN\nftxt\nPTCP\nn*:1\n',
    );
    expect([sockets.length, skipped]).toEqual([0, 2]);
  });

  test('working directories, with spaces', () => {
    expect(parseFolders(recorded('darwin', 'lsof-26-cwd.txt')).get(53082)).toBe(
      '/Users/mchadwick/Work/My Shop',
    );
    expect(parseFolders('p8\nfcwd\nn (readlink: Permission denied)\n').size).toBe(0);
  });

  test('any text is survived, and holders are numbers', () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('TCP', 'UDP', 'ST=LISTEN', '*:22', '[::1]:8', '7', 'IPv6'),
    );
    const line = fc
      .tuple(fc.constantFrom('p', 'c', 'u', 'L', 'R', 'f', 'P', 't', 'd', 'n', 'T', '', 'x'), value)
      .map(([id, text]) => id + text);
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        for (const { process, fd, local } of parseLsof(lines.join('\n')).sockets) {
          expect(Number.isInteger(process.pid) && Number.isInteger(fd)).toBe(true);
          expect(local.port === null || local.port <= 65_535).toBe(true);
        }
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});

import { describe, expect, test } from 'vitest';
import type { NamespaceSurvey } from '../../../../src/inspect/linux/sockets/namespaces.ts';
import { readOthers } from '../../../../src/inspect/linux/sockets/other-namespaces.ts';
import { procSource } from '../../../../src/inspect/linux/sockets/proc-source.ts';
import type { SocketQuery } from '../../../../src/inspect/linux/sockets/source.ts';
import { tablesBelow } from '../../../../src/inspect/linux/sockets/tables.ts';
import { receiveBuffer } from '../../../../src/sys/netlink.ts';

const query: SocketQuery = {
  kinds: new Set(['tcp']),
  port: null,
  connectedUdp: false,
  netns: { inode: 1, name: null, own: true },
};
/** Above the highest that Linux gives (PID_MAX_LIMIT). */
const noSuchPid = 4_194_305;
const gone = { inode: 5, numberHidden: false, name: null, pids: [noSuchPid] };
const blue = { inode: 6, numberHidden: false, name: 'blue', pids: [] };
const nothingFound: NamespaceSurvey = { others: [], unreadable: 0, hidesProcesses: false };

const read = (survey: Partial<NamespaceSurvey>): ReturnType<typeof readOthers> =>
  readOthers({ ...nothingFound, ...survey }, query, procSource(tablesBelow('/nowhere')), receiveBuffer(64));

describe('what could not be seen is counted and said', () => {
  test('nothing else there', () => {
    expect(read({})).toEqual({ sockets: [], namespaces: { seen: 1, hidden: 0 }, notes: [] });
  });

  test('namespaces that could not be read', () => {
    expect(read({ others: [gone, blue] })).toEqual({
      sockets: [],
      namespaces: { seen: 1, hidden: 2 },
      notes: [
        'Other network namespaces could not be read, their sockets are missing: ' +
          '5: its processes ended or do not show their tables; ' +
          'blue (6): no process in it is known, and entering it needs CAP_SYS_ADMIN',
      ],
    });
  });

  test('a name that may stand for a namespace known by another number', () => {
    const { namespaces, notes } = read({ others: [{ ...gone, numberHidden: true }, blue] });
    expect(namespaces).toEqual({ seen: 1, hidden: null });
    expect(notes.join()).toContain('(they may be among those whose number is hidden)');
  });

  test('processes that show nothing', () => {
    expect(read({ unreadable: 12, hidesProcesses: true })).toMatchObject({
      namespaces: { seen: 1, hidden: null },
      notes: [
        'The network namespace of 12 processes could not be told; sockets of any other are missing',
        "/proc hides other users' processes (hidepid), and with them the network namespaces they are in",
      ],
    });
  });
});

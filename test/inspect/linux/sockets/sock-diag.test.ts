import { constants } from 'node:os';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeInetDiagMessage,
  type InetDiagMessage,
} from '../../../../src/inspect/linux/sockets/inet-diag-message.ts';
import { encodePacketDiagMessage } from '../../../../src/inspect/linux/sockets/packet-diag-message.ts';
import { type InetProtocol, inetProtocols } from '../../../../src/inspect/linux/sockets/protocols.ts';
import { askInet, askPackets, askStates } from '../../../../src/inspect/linux/sockets/sock-diag.ts';
import type { SocketQuery } from '../../../../src/inspect/linux/sockets/source.ts';
import type { NetlinkChannel, Received } from '../../../../src/sys/netlink-dump.ts';
import { decodeMessages, encodeMessage } from '../../../../src/sys/nlmsghdr.ts';
import { fuzzRuns } from '../../../fuzz.ts';

/** A kernel that answers every request with these rows and an end, or with these bytes as they are. */
function kernel(rows: readonly Uint8Array[], raw?: Uint8Array): NetlinkChannel {
  let queue: Received[] = [];
  return {
    send(message) {
      const sequence = decodeMessages(message).messages[0]?.sequence ?? 0;
      const wrap = (type: number, payload: Uint8Array): Uint8Array =>
        encodeMessage({ type, flags: 2, sequence, portId: 0 }, payload);
      const bytes = raw ?? Buffer.concat([...rows.map((row) => wrap(20, row)), wrap(3, new Uint8Array(4))]);
      queue = [{ bytes, truncated: false }];
      return 0;
    },
    receive: () => queue.shift() ?? { failed: constants.errno.EAGAIN },
    drain: () => undefined,
  };
}

function protocolOf(kind: string): InetProtocol {
  const found = inetProtocols.find((protocol) => protocol.kind === kind);
  if (found === undefined) throw new Error(kind);
  return found;
}

const any4 = new Uint8Array(16);
const listener: InetDiagMessage = {
  family: 2,
  state: 10,
  localPort: 36_412,
  peerPort: 0,
  local: any4,
  peer: any4,
  interfaceIndex: 0,
  cookie: 1n,
  receiveQueue: 2,
  sendQueue: 128,
  uid: 1000,
  inode: 77,
  drops: null,
  v6Only: null,
  cgroupId: null,
  locals: null,
};
const query: SocketQuery = {
  kinds: new Set(['sctp']),
  port: null,
  connectedUdp: false,
  netns: { inode: 1, name: null, own: true },
};
const names = (index: number): string | null => (index === 2 ? 'eth0' : null);

const ask = (
  messages: readonly Partial<InetDiagMessage>[],
  kind = 'sctp',
  more: Partial<SocketQuery> = {},
): unknown => {
  const rows = messages.map((message) => encodeInetDiagMessage({ ...listener, ...message }));
  const outcome = askInet(kernel(rows), protocolOf(kind), 4, { ...query, ...more }, names);
  return outcome.kind === 'rows' ? outcome.rows : outcome;
};

describe('internet sockets', () => {
  test('an SCTP socket has a row for each of its addresses', () => {
    const locals = [Uint8Array.of(10, 0, 0, 5), Uint8Array.of(...Array<number>(15).fill(0), 1)];
    expect(ask([{ locals }])).toMatchObject([
      {
        kind: 'sctp',
        family: 4,
        address: '10.0.0.5',
        port: 36_412,
        inode: 77,
        backlog: { current: 2, max: 128 },
      },
      { kind: 'sctp', family: 6, address: '::1', port: 36_412, inode: 77 },
    ]);
    expect(ask([{ locals: [] }])).toMatchObject([{ address: '0.0.0.0' }]);
  });

  test('an endpoint that does not listen is left out', () => {
    expect(ask([{ state: 7 }, { state: 1, cookie: 2n }])).toEqual([]);
  });

  test('a socket that the kernel shows twice is one', () => {
    expect(ask([{}, { cookie: 2n, inode: 78 }, {}])).toMatchObject([{ inode: 77 }, { inode: 78 }]);
  });

  test('a filter that the kernel does not heed is kept all the same', () => {
    expect(ask([{}, { cookie: 2n, localPort: 80 }], 'tcp', { port: 80 })).toMatchObject([{ port: 80 }]);
  });

  test('an interface that went away leaves its number', () => {
    expect(ask([{ interfaceIndex: 2 }, { interfaceIndex: 9, cookie: 2n }])).toMatchObject([
      { device: 'eth0' },
      { device: 'if9' },
    ]);
  });
});

test('a packet socket whose user is not told has the unmapped one', () => {
  const packet = { protocol: 3, inode: 5, interfaceIndex: 2, uid: null, drops: 4 };
  expect(askPackets(kernel([encodePacketDiagMessage(packet)]), names, query.netns)).toMatchObject({
    rows: [{ kind: 'packet', protocol: 3, device: 'eth0', uid: 65_534, drops: 4 }],
  });
});

test('only states of the port in question are counted', () => {
  const rows = [listener, { ...listener, localPort: 80, state: 6 }].map(encodeInetDiagMessage);
  expect(askStates(kernel(rows), 6, 4, 0xfff, 80)).toMatchObject({ rows: [6] });
});

test('whatever the kernel answers, listing ends', () => {
  const rows = fc.array(fc.uint8Array({ maxLength: 120 }), { maxLength: 4 });
  fc.assert(
    fc.property(rows, fc.option(fc.uint8Array({ maxLength: 200 }), { nil: undefined }), (rows, raw) => {
      for (const kind of ['tcp', 'sctp', 'raw']) {
        expect(['rows', 'absent', 'failed']).toContain(
          askInet(kernel(rows, raw), protocolOf(kind), 6, query, names).kind,
        );
      }
      expect(['rows', 'absent', 'failed']).toContain(askPackets(kernel(rows, raw), names, query.netns).kind);
      expect(['rows', 'absent', 'failed']).toContain(askStates(kernel(rows, raw), 6, 4, 0xfff, 80).kind);
    }),
    { numRuns: fuzzRuns(200) },
  );
});

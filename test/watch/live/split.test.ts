import * as fc from 'fast-check';
import { createServer, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Channel } from '../../../src/split/channel.ts';
import { mayRead, unprivilegedIdentity } from '../../../src/split/identity.ts';
import {
  decodeFromHelper,
  decodeFromWatcher,
  type FromHelper,
} from '../../../src/watch/live/split/messages.ts';
import { fuzzRuns } from '../../fuzz.ts';

const grant: FromHelper = {
  type: 'grant',
  captures: [{ fd: 4, ringBytes: 1 << 23, interface: null }],
  decoys: [{ fd: 5, transport: 'tcp', port: 23 }],
  become: { uid: 65_534, gid: 65_534 },
};
const messages: readonly FromHelper[] = [
  grant,
  { type: 'silence', dropped: 7, failed: null },
  { type: 'silence', dropped: 0, failed: 'nft said no – ünd so on' },
  { type: 'stop' },
];

describe('the messages between the two processes', () => {
  it('every message of the set is one, and comes back as it was', () => {
    for (const message of messages) {
      expect(decodeFromHelper(JSON.parse(JSON.stringify(message)))).toEqual(message);
    }
    expect(decodeFromWatcher({ type: 'ready' })).toEqual({ type: 'ready' });
  });

  it.each([
    { ...grant, captures: [] },
    { ...grant, captures: [{ fd: -1, ringBytes: 1, interface: null }] },
    { ...grant, captures: [{ fd: 1.5, ringBytes: 1, interface: null }] },
    { ...grant, captures: [{ fd: 4, ringBytes: 1, interface: 7 }] },
    { ...grant, decoys: [{ fd: 5, transport: 'icmp', port: 23 }] },
    { ...grant, decoys: [{ fd: 5, transport: 'tcp', port: 65_536 }] },
    { ...grant, become: { uid: 0.5, gid: 0 } },
    { ...grant, become: undefined },
    { ...grant, more: 1 },
    { type: 'silence', dropped: '7', failed: null },
    { type: 'silence', dropped: 7 },
    { type: 'silence', dropped: 7, failed: 'x'.repeat(5000) },
    { type: 'stop', now: true },
    { type: 'ready' },
    [grant],
    null,
    'stop',
  ])('what is not in the set is none: %j', (value) => {
    expect(decodeFromHelper(value)).toBeNull();
  });

  it('the watcher can say nothing but that it is ready, and no value makes a decoder throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        decodeFromHelper(value);
        expect(decodeFromWatcher(value)).toBeNull();
      }),
      { numRuns: fuzzRuns(500) },
    );
    for (const message of messages) expect(decodeFromWatcher(message)).toBeNull();
    expect(decodeFromWatcher({ type: 'ready', uid: 0 })).toBeNull();
  });
});

describe('the channel', () => {
  const open: { destroy: () => void }[] = [];
  afterEach(() => {
    for (const one of open.splice(0)) one.destroy();
  });

  async function pair(): Promise<[Socket, Socket]> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const here = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
    const there = await new Promise<Socket>((done) => server.once('connection', done));
    server.close();
    here.on('error', () => undefined);
    open.push(here, there);
    return [here, there];
  }

  /** What a channel hears of bytes, and why it ended. */
  async function hear(chunks: readonly string[]): Promise<{ heard: FromHelper[]; reasons: string[] }> {
    const [here, there] = await pair();
    const [heard, reasons]: [FromHelper[], string[]] = [[], []];
    await new Promise<void>((done) => {
      open.push(
        new ChannelHolder(
          new Channel<FromHelper, never>(there, {
            decode: decodeFromHelper,
            onMessage: (message) => heard.push(message),
            onEnd: (reason) => {
              reasons.push(reason);
              done();
            },
          }),
        ),
      );
      for (const chunk of chunks) here.write(chunk);
      here.end();
    });
    return { heard, reasons };
  }

  it('messages arrive wherever their bytes are cut', async () => {
    const [here, there] = await pair();
    const heard: FromHelper[] = [];
    const all = new Promise<void>((done) => {
      const receiver = new Channel<FromHelper, never>(there, {
        decode: decodeFromHelper,
        onMessage: (message) => heard.push(message) === messages.length && done(),
        onEnd: () => done(),
      });
      open.push(new ChannelHolder(receiver));
    });
    const sender = new Channel<never, FromHelper>(here, {
      decode: () => null,
      onMessage: () => undefined,
      onEnd: () => undefined,
    });
    for (const message of messages) sender.send(message);
    await all;
    expect(heard).toEqual(messages);

    const line = `${JSON.stringify(messages[1])}\n`;
    expect((await hear(Array.from(line))).heard).toEqual([messages[1]]);
  });

  it('nonsense ends it, once, and nothing after it is heard', async () => {
    const stop = '{"type":"stop"}\n';
    expect(await hear([stop, '{"type":"exec"}\n', stop])).toEqual({
      heard: [{ type: 'stop' }],
      reasons: ['the other process sent a message that is not in the set'],
    });
    expect((await hear(['{\n'])).reasons).toHaveLength(1);
    expect((await hear(['x'.repeat(200_000)])).reasons).toEqual([
      'the other process sent a message without end',
    ]);
    expect((await hear([])).reasons).toEqual(['the other process is gone']);
  });
});

class ChannelHolder {
  readonly #channel: { close: () => void };
  constructor(channel: { close: () => void }) {
    this.#channel = channel;
  }
  destroy(): void {
    this.#channel.close();
  }
}

describe('as whom the watcher runs', () => {
  const passwd =
    'root:x:0:0::/root:/bin/sh\nnobody:x:99:98::/:/bin/false\ntoor:x:0:0::/:\nann:x:1000:1000::/home/ann:\nbad:x:-1:z\n';

  it('its own user, else nobody, else the id that stands for none', () => {
    expect(unprivilegedIdentity(null, `${passwd}portreeve:x:990:991::/:\n`)).toEqual({
      name: 'portreeve',
      uid: 990,
      gid: 991,
    });
    expect(unprivilegedIdentity(null, passwd)).toMatchObject({ name: 'nobody', uid: 99, gid: 98 });
    expect(unprivilegedIdentity(null, '')).toMatchObject({ uid: 65_534 });
    expect(unprivilegedIdentity('ann', passwd).uid).toBe(1000);
    expect(unprivilegedIdentity('1000', passwd).name).toBe('ann');
  });

  it.each(['root', '0', 'toor', 'nobody2', ''])('never root, never one who is not there: %j', (name) => {
    expect(() => unprivilegedIdentity(name, passwd)).toThrow('no such user');
  });

  it('what is readable follows from the modes on the way', () => {
    const nobody = { name: 'nobody', uid: 65_534, gid: 65_534 };
    expect(
      mayRead(process.execPath, { name: 'root', uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }),
    ).toBe(true);
    expect(mayRead('/etc/shadow', nobody)).toBe(false);
    expect(mayRead('/nowhere/at/all', nobody)).toBe(false);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { greet, type Running, Stage } from './agent-split-process.ts';
import { eventually } from './live-ground.ts';

const able =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  ['/usr/bin/setpriv', '/usr/bin/python3'].every((file) => existsSync(file));

const user = 61_908;
const asUser = ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--inh-caps=-all'];

const listens = `import signal, socket, sys, time
if sys.argv[1] == 'stubborn': signal.signal(signal.SIGTERM, signal.SIG_IGN)
s = socket.socket()
s.bind(('127.0.0.1', 0))
s.listen()
print(s.getsockname()[1], flush=True)
time.sleep(60)`;

interface Holder {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
  readonly startTicks: number;
}

const startTicksOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[19]);

/** What both ways of being privileged have to do: over the channel to another process, and in the only one there is. */
describe.skipIf(!able).each([
  ['over the channel, as root', [] as string[]],
  ['in one process, as a user', asUser],
])('what the agent needs privileges for, %s (needs root, setpriv and python3)', (_, before) => {
  let stage: Stage;
  let running: Running;
  const holders: ChildProcess[] = [];

  beforeAll(async () => {
    stage = new Stage();
    const folder = path.join(stage.folder, 'run');
    mkdirSync(folder, { mode: 0o700 });
    if (before.length > 0) chownSync(folder, user, user);
    running = await stage.start({ socket: path.join(folder, 'agent.sock') }, { before });
  });
  afterAll(() => stage.end());
  afterEach(() => {
    for (const child of holders.splice(0)) child.kill('SIGKILL');
  });

  async function holder(how: 'plain' | 'stubborn' = 'plain'): Promise<Holder> {
    // env(1) starts what follows it.
    const args = [...before, '/usr/bin/python3', '-c', listens, how];
    const child = spawn('/usr/bin/env', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    holders.push(child);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const pid = child.pid ?? 0;
    return { child, pid, port: Number(said.toString()), startTicks: startTicksOf(pid) };
  }

  const end = async (what: Omit<Holder, 'child'>, force = false): Promise<string | undefined> => {
    const { pid, port, startTicks } = what;
    return (await running.ask({ ask: 'end', pid, startTicks, port, transport: 'tcp', force })).end;
  };

  it('a look has a listener with its owner; the next is null; one that opened is in the one after it', async () => {
    const one = await holder();
    const first = (await running.ask({ ask: 'look' })).look;
    const seen = first?.listeners.find(({ port }) => port === one.port);
    expect(seen).toMatchObject({
      kind: 'tcp',
      address: '127.0.0.1',
      cgroupId: null,
      owners: [{ pid: one.pid, startTicks: one.startTicks }],
    });
    const another = await holder();
    const { look } = await running.ask({ ask: 'look' });
    expect(look?.listeners.some(({ port }) => port === another.port)).toBe(true);
  });

  it('a port is looked at in full, held or not', async () => {
    const { port, pid } = await holder();
    const { lookAt } = await running.ask({ ask: 'lookAt', port, transport: 'tcp' });
    expect(lookAt?.listeners).toMatchObject([{ port, owners: [{ pid }] }]);
    expect(lookAt?.notFree).toEqual([]);
    const none = await running.ask({ ask: 'lookAt', port: 33_434, transport: 'udp' });
    expect(none.lookAt).toMatchObject({ listeners: [], notFree: [{ kind: 'ephemeral' }] });
    const every = await running.ask({ ask: 'lookAt', port, transport: null });
    expect(every.lookAt?.listeners).toHaveLength(1);
  });

  it('a holder is ended; asked again, it is gone', async () => {
    const one = await holder();
    const ended = once(one.child, 'exit');
    expect(await end(one)).toBe('ended');
    expect(await ended).toEqual([null, 'SIGTERM']);
    expect(await end(one)).toBe('gone');
  });

  it('one that does not listen to SIGTERM is only signalled, and ended by force', async () => {
    const one = await holder('stubborn');
    expect(await end(one)).toBe('signalled');
    expect(one.child.signalCode).toBeNull();
    expect(await end(one, true)).toBe('ended');
  });

  it('nobody else is ever signalled', async () => {
    const one = await holder();
    const other = await holder();
    // Another port than its own, another start than its own, and those that must go on.
    expect(await end({ ...one, port: other.port })).toBe('refused');
    expect(await end({ ...one, startTicks: one.startTicks + 1 })).toBe('refused');
    for (const pid of [1, running.pid, running.agent, process.pid]) {
      expect(await end({ ...one, pid, startTicks: startTicksOf(pid) })).toBe('refused');
    }
    expect(await end({ ...one, pid: 4_194_000, startTicks: 1 })).toBe('gone');
    await new Promise((done) => setTimeout(done, 50));
    expect([one.child.signalCode, other.child.signalCode]).toEqual([null, null]);
    expect([one.child.exitCode, other.child.exitCode]).toEqual([null, null]);
    expect((await running.ask({ ask: 'look' })).refused).toBeUndefined();
  });

  it('close takes the name of the socket away', async () => {
    const place = running.granted.ownerSocket?.path ?? '';
    expect(await greet(place)).toBe('welcome');
    expect(await running.ask({ ask: 'close' })).toEqual({ closed: true });
    expect(await eventually(() => (existsSync(place) ? undefined : true))).toBe(true);
  });
});

import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bindOwnerSocket, removeOwnerSocket } from '../../../src/agent/split/owner-socket.ts';

describe.skipIf(process.platform !== 'linux')("the owner's socket", () => {
  let folder = '';
  let place = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'reeve-owner-'));
    place = path.join(folder, 'run', 'agent.sock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is made with its folder, for its owner alone, and taken away again', async () => {
    const bound = await bindOwnerSocket(place);
    expect(statSync(place).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(place)).mode & 0o022).toBe(0);
    removeOwnerSocket(bound);
    expect(existsSync(place)).toBe(false);
    removeOwnerSocket(bound);
    closeSync(bound.fd);
  });

  it('what a killed agent left is replaced, and its late end takes nothing away', async () => {
    const left = await bindOwnerSocket(place);
    closeSync(left.fd);
    const bound = await bindOwnerSocket(place);
    removeOwnerSocket(left);
    expect(existsSync(place)).toBe(true);
    closeSync(bound.fd);
  });

  it('one that answers is left alone', async () => {
    const bound = await bindOwnerSocket(place);
    const server = createServer((socket) => socket.on('error', () => undefined)).listen({ fd: bound.fd });
    await once(server, 'listening');
    await expect(bindOwnerSocket(place)).rejects.toThrow('another agent listens there');
    expect(existsSync(place)).toBe(true);
    server.close();
  });

  it('never in the place of something else, never where others may write', async () => {
    mkdirSync(path.dirname(place));
    writeFileSync(place, 'mine');
    await expect(bindOwnerSocket(place)).rejects.toThrow('no socket');
    rmSync(place);
    symlinkSync('/nowhere', place);
    await expect(bindOwnerSocket(place)).rejects.toThrow('no socket');
    rmSync(place);
    chmodSync(path.dirname(place), 0o777);
    await expect(bindOwnerSocket(place)).rejects.toThrow('others may write there');
    // As in /tmp: nobody else can move it away.
    chmodSync(path.dirname(place), 0o1777);
    closeSync((await bindOwnerSocket(place)).fd);
    const behind = path.join(folder, 'link');
    symlinkSync(path.dirname(place), behind);
    await expect(bindOwnerSocket(path.join(behind, 'other.sock'))).rejects.toThrow('no folder');
  });
});

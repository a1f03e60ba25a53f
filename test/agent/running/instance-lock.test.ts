import { closeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeInstanceLock, writeInstance } from '../../../src/agent/running/instance-lock.ts';
import { testFolder } from '../../store/folder.ts';

const folder = testFolder();

describe.skipIf(process.platform !== 'linux')('one agent a socket', () => {
  it('refuses the second, which reads who is there, and lets the next in when the first is gone', () => {
    const socket = path.join(folder(), 'run', 'agent.sock');
    const first = takeInstanceLock(socket);
    expect(() => takeInstanceLock(socket)).toThrow(expect.objectContaining({ code: 'AGENT_RUNNING' }));
    writeInstance(first, 4711, ['http://127.0.0.1:7678']);
    expect(() => takeInstanceLock(socket)).toThrow(/process 4711, http:\/\/127\.0\.0\.1:7678/);
    closeSync(first);
    closeSync(takeInstanceLock(socket));
  });
});

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { parseFolders, parseLsof } from '../../../src/inspect/darwin/lsof.ts';
import { askArguments, askFolders, askLsof, askProcesses } from '../../../src/inspect/darwin/programs.ts';
import { parseArguments, parseProcesses } from '../../../src/inspect/darwin/ps.ts';
import { askProgram, type ProgramAnswer } from '../../../src/inspect/linux/program.ts';

const installed = (tool: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const outputOf = (answer: ProgramAnswer): string => {
  expect(answer).toMatchObject({ ok: true });
  return answer.ok ? answer.stdout : '';
};

describe.skipIf(!installed('lsof'))(
  'lsof, which other systems have too (skipped where it is not installed)',
  () => {
    test('names this process as the holder of its own port', async () => {
      const server = createServer().listen(0, '::1');
      try {
        await once(server, 'listening');
        const address = server.address();
        const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
        const { sockets, skipped } = parseLsof(outputOf(await askLsof(askProgram, ['tcp', 'udp'], port)));
        expect(skipped).toBe(0);
        expect(sockets).toHaveLength(1);
        expect(sockets[0]).toMatchObject({ kind: 'tcp', family: 6, local: { address: '::1', port } });
        expect(sockets[0]?.process).toMatchObject({
          pid: process.pid,
          ppid: process.ppid,
          uid: process.getuid?.(),
        });
      } finally {
        server.close();
      }
    });

    test('finding nothing is an answer, though lsof ends with 1', async () => {
      expect(parseLsof(outputOf(await askLsof(askProgram, ['tcp'], 1))).sockets).toEqual([]);
    });

    test('knows the working directory, also where another pid is gone', async () => {
      const folders = parseFolders(outputOf(await askFolders(askProgram, [process.pid, 4_194_303])));
      expect(folders.get(process.pid)).toBe(process.cwd());
    });
  },
);

describe.skipIf(!installed('ps'))(
  'ps, which other systems have too (skipped where it is not installed)',
  () => {
    test('every line is read, and this process is as it is', async () => {
      const text = outputOf(await askProcesses(askProgram));
      const processes = parseProcesses(text);
      expect(processes.size).toBe(text.trim().split('\n').length);
      const own = processes.get(process.pid);
      expect(own).toMatchObject({ ppid: process.ppid, uid: process.getuid?.() });
      const started = Date.now() - process.uptime() * 1000;
      expect(Math.abs(Date.parse(own?.startedAt ?? '') - started)).toBeLessThan(60_000);
    });

    test('command lines', async () => {
      expect(parseArguments(outputOf(await askArguments(askProgram))).get(process.pid)).toBeDefined();
    });
  },
);

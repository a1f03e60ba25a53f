import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { once } from 'node:events';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { howText } from '../../../src/cli/render/how.ts';
import { painter } from '../../../src/cli/render/style.ts';
import { commandsByHand } from '../../../src/core/by-hand.ts';
import type { Transport } from '../../../src/core/transport.ts';
import { fuzzRuns } from '../../fuzz.ts';

const commandsFor = (system: 'Linux' | 'macOS' | 'Windows', port: number, transport: Transport | null) =>
  (commandsByHand(port, transport).find((one) => one.system === system)?.commands ?? []).map(
    ({ command }) => command,
  );

const has = (tool: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Runs a command as printed; the holder is this process, so that nobody has to be root for it. */
const run = (command: string): string =>
  execFileSync('sh', ['-c', command.replace(/^sudo /, '')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

const pidsIn = (tool: string, output: string): readonly number[] => {
  if (tool === 'ss') return [...output.matchAll(/pid=(\d+)/g)].map((match) => Number(match[1]));
  if (tool === 'fuser') return output.trim().split(/\s+/).map(Number);
  return output
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(/\s+/)[1]));
};

async function listenOn(transport: 'tcp' | 'udp'): Promise<{ port: number; close: () => void }> {
  if (transport === 'udp') {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return { port: socket.address().port, close: () => socket.close() };
  }
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, close: () => server.close() };
}

describe.skipIf(process.platform !== 'linux')('the commands for Linux, really run (only on Linux)', () => {
  for (const tool of ['ss', 'lsof', 'fuser']) {
    for (const transport of ['tcp', 'udp'] as const) {
      test.skipIf(!has(tool))(
        `${tool} finds the holder of a ${transport} port (skipped where ${tool} is not installed)`,
        async () => {
          const { port, close } = await listenOn(transport);
          try {
            const command =
              commandsFor('Linux', port, transport).find((one) => one.includes(`${tool} `)) ?? '';
            expect(pidsIn(tool, run(command))).toEqual([process.pid]);
            expect(commandsFor('Linux', port, null).some((one) => one.includes(`${tool} `))).toBe(true);
          } finally {
            close();
          }
        },
      );
    }
  }

  test.skipIf(!has('ss'))(
    'ss without a transport finds it too (skipped where ss is not installed)',
    async () => {
      const { port, close } = await listenOn('tcp');
      try {
        expect(pidsIn('ss', run(commandsFor('Linux', port, null)[0] ?? ''))).toEqual([process.pid]);
      } finally {
        close();
      }
    },
  );

  test.skipIf(!has('ss'))('ss knows the other transports (skipped where ss is not installed)', () => {
    for (const transport of ['sctp', 'dccp'] as const) {
      expect(() => run(commandsFor('Linux', 9, transport)[0] ?? '')).not.toThrow();
    }
  });

  test('ps tells of a process as printed', () => {
    const command = commandsFor('Linux', 9, 'tcp').find((one) => one.startsWith('ps ')) ?? '';
    expect(run(command.replace('PID', String(process.pid)))).toContain(String(process.ppid));
  });
});

describe('what is printed', () => {
  test('a port of TCP', () => {
    expect(commandsFor('Linux', 443, 'tcp')).toContain("sudo ss -tlnp 'sport = :443'");
    expect(commandsFor('Linux', 443, 'tcp')).toContain('sudo lsof -nP -iTCP:443 -sTCP:LISTEN');
    expect(commandsFor('macOS', 443, 'tcp')).toContain("netstat -anv -p tcp | grep '[.]443 '");
    expect(commandsFor('Windows', 443, 'tcp')).toContain('Get-NetTCPConnection -State Listen -LocalPort 443');
    expect(commandsFor('Windows', 443, 'tcp')).toContain('netstat -aon | findstr ":443 "');
    expect(commandsFor('Windows', 443, 'tcp')).toContain(
      'netsh int ipv4 show excludedportrange protocol=tcp',
    );
  });

  test('a port of UDP names nothing of TCP alone', () => {
    const all = commandsByHand(53, 'udp').flatMap(({ commands }) => commands.map(({ command }) => command));
    expect(all).toContain("sudo ss -ulnp 'sport = :53'");
    expect(all).toContain('Get-NetUDPEndpoint -LocalPort 53');
    expect(all.filter((command) => /tcp/i.test(command))).toEqual([]);
  });

  test('of SCTP and DCCP only Linux knows', () => {
    expect(commandsFor('Linux', 2905, 'sctp').slice(0, 2)).toEqual([
      "sudo ss -Slnp 'sport = :2905'",
      'cat /proc/net/sctp/eps',
    ]);
    expect(commandsFor('Linux', 2905, 'dccp')[0]).toBe("sudo ss -dlnp 'sport = :2905'");
    for (const transport of ['sctp', 'dccp'] as const) {
      expect([commandsFor('macOS', 1, transport), commandsFor('Windows', 1, transport)]).toEqual([[], []]);
    }
    expect(howText(2905, 'sctp', 80, painter(false))).toContain('macOS has no SCTP of its own');
  });

  test('every line fits 80 columns', () => {
    const transport = fc.constantFrom<Transport | null>(null, 'tcp', 'udp', 'sctp', 'dccp');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65_535 }), transport, (port, one) => {
        const text = howText(port, one, 80, painter(false));
        expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
        for (const system of ['Linux', 'macOS', 'Windows']) expect(text).toContain(`\n${system}\n`);
      }),
      { numRuns: fuzzRuns(100) },
    );
  });
});

import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entry } from '../cli/end-to-end/reeve.ts';
import { mayMakeMachines } from '../cli/end-to-end/machine.ts';
import { python } from '../cli/end-to-end/started.ts';
import { addresses, Ground } from './live-ground.ts';

const player = path.resolve(import.meta.dirname, '../fixtures/terminal.py');
const left = '\u001B[?1049l';
const shown = 'Nobody has knocked yet';

interface Step {
  readonly after: string;
  readonly send?: string;
  readonly resize?: readonly [columns: number, rows: number];
  readonly kill?: 'youngest' | 'first';
  readonly signal?: string;
}

interface Played {
  readonly output: string;
  readonly status: number;
  readonly stepsLeft: number;
  readonly restored: boolean;
}

describe.skipIf(!mayMakeMachines)('reeve watch in a terminal (skipped: needs root on Linux)', () => {
  const ground = new Ground();

  beforeAll(() => ground.make());
  afterAll(() => ground.end());

  async function play(steps: readonly Step[], ...more: readonly string[]): Promise<Played> {
    const command = [process.execPath, entry, 'watch', '--iface', 'watched', '--no-store', ...more];
    const spec = JSON.stringify({ columns: 80, rows: 24, command, steps, patience: 30 });
    const child = ground.start('host', [python, player, spec], 'pipe');
    let [text, complaint] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (complaint += chunk));
    await new Promise((resolve) => child.once('close', resolve));
    if (text === '') throw new Error(complaint);
    const played = JSON.parse(text) as Played;
    return { ...played, output: Buffer.from(played.output, 'base64').toString('utf8') };
  }

  test.each([
    ['q', { send: 'q' }, 0],
    ['Ctrl-C', { send: '\u0003' }, 0],
    ['SIGTERM', { kill: 'first', signal: 'SIGTERM' }, 0],
    ['SIGHUP', { kill: 'first', signal: 'SIGHUP' }, 0],
  ] as const)('%s leaves it with the terminal as it was', async (_, step, status) => {
    const played = await play([{ after: shown, ...step }]);
    expect(played).toMatchObject({ status, stepsLeft: 0, restored: true });
    const end = played.output.lastIndexOf(left);
    expect(end).toBeGreaterThan(0);
    // What was seen is said below the prompt, where it stays.
    expect(played.output.slice(end)).toContain('seen on watched');
  });

  test('where the watcher is killed, the helper gives the terminal back', async () => {
    const played = await play([{ after: shown, kill: 'youngest', signal: 'SIGKILL' }]);
    expect(played).toMatchObject({ status: 5, restored: true });
    expect(played.output).toContain(left);
  });

  test('another size is drawn anew, and a knock is shown', async () => {
    const knock = `exec 3<>/dev/tcp/${addresses.host}/6379`;
    const knocking = setInterval(() => ground.start('peer', ['bash', '-c', knock]), 1000);
    try {
      const played = await play([
        { after: 'reeve watch', resize: [120, 40] },
        { after: addresses.peer, send: 'q' },
      ]);
      expect(played).toMatchObject({ stepsLeft: 0, restored: true });
      expect(played.output).toContain('6379 redis');
    } finally {
      clearInterval(knocking);
    }
  });
});

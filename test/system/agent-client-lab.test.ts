/** A real agent, a real scan over a veth pair, and all who are told of it: a command, whoever follows, whoever asks. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knockEvent } from '../../src/contract/knock-event.ts';
import { knocksDocument } from '../../src/contract/knocks.ts';
import { noticeDocument } from '../../src/contract/notice.ts';
import { signInDocument } from '../../src/contract/operating.ts';
import { statusDocument } from '../../src/contract/status.ts';
import { entry, reeve, reeveJson } from '../cli/end-to-end/reeve.ts';
import { type Lab, noLab, startLab } from '../fixtures/lab.ts';
import { AgentGround, type StartedAgent } from './agent-started.ts';

const why = noLab() ?? (existsSync('/usr/bin/nmap') ? null : 'nmap is missing');

describe.skipIf(why !== null)(`an agent that is knocked at (skipped: ${why})`, () => {
  const ground = new AgentGround();
  const told = path.join(ground.folder, 'told');
  const env = { REEVE_SOCKET: path.join(ground.folder, 'run', 'agent.sock'), REEVE_STORE: ground.store };
  let lab: Lab;
  let agent: StartedAgent;
  let followed = '';
  let following: ReturnType<typeof spawn>;

  beforeAll(async () => {
    lab = startLab({ probers: 2 });
    mkdirSync(told);
    // The agent is nobody in particular.
    chmodSync(told, 0o777);
    agent = ground.start({
      within: ['ip', 'netns', 'exec', lab.watched],
      args: ['--on-event', `cat >> ${told}/notices`, '--ignore', '10.77.0.102', '--hook-rate', '100'],
    });
    await agent.address();
    following = spawn(process.execPath, [entry, 'knocks', '--follow', '--json'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    following.stdout?.on('data', (bytes: Buffer) => {
      followed += bytes.toString('utf8');
    });
    await agent.until(() => {
      const { document } = reeveJson(['status'], { env });
      return statusDocument.parse(document).viewers > 0 ? true : undefined;
    });
    for (const source of ['10.77.0.101', '10.77.0.102'])
      lab.run(
        'prober',
        'nmap',
        '-n',
        '-Pn',
        '-e',
        'link0',
        '-S',
        source,
        '--max-retries',
        '1',
        '-sS',
        '-p1-60',
        '10.77.0.2',
      );
  });
  afterAll(async () => {
    following?.kill('SIGKILL');
    await ground.end();
    await lab?.stop();
  });

  const notices = () =>
    (existsSync(`${told}/notices`) ? readFileSync(`${told}/notices`, 'utf8') : '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => noticeDocument.parse(JSON.parse(line)));

  const scansBy = (source: string) => () =>
    notices().find(
      ({ knock }) =>
        knock?.type === 'scan' && knock.scan.source === source && knock.scan.kind === 'port-scan',
    );

  it('tells the command of a scan, and not of a source that is ignored', async () => {
    const notice = await agent.until(scansBy('10.77.0.101'));
    expect(notice.text).toMatch(/^port-scan from 10\.77\.0\.101/);
    expect(notice.id).toMatch(/^e\d+$/);
    expect(notices().filter(({ text }) => text.includes('10.77.0.102'))).toEqual([]);
    expect(statusDocument.parse(reeveJson(['status'], { env }).document).hooks.sent).toBeGreaterThan(0);
  });

  it('tells whoever follows, of ignored sources too', async () => {
    const seen = (source: string) => () =>
      followed
        .split('\n')
        .slice(0, -1)
        .map((line) => knockEvent.parse(JSON.parse(line)))
        .find((event) => event.type === 'scan' && event.scan.source === source);
    await agent.until(seen('10.77.0.101'));
    await agent.until(seen('10.77.0.102'));
    const ended = new Promise((resolve) => following.once('exit', resolve));
    following.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  it('answers whoever asks, as its store does', async () => {
    const through = await agent.until(() => {
      const { document } = reeveJson(['knocks', '--kind', 'port-scan'], { env });
      const { events } = knocksDocument.parse(document);
      return events.length >= 2 ? events : undefined;
    });
    const direct = reeveJson(['knocks', '--kind', 'port-scan'], { env: { ...env, REEVE_SOCKET: '/none' } });
    expect(knocksDocument.parse(direct.document).events).toEqual(through);
    expect(reeve([], { env }).out).toMatch(/The agent runs since .*\n?.*knocks watched/);
    expect(reeve([], { env }).out).toMatch(/\d+ knocks? in 24 h/);
  });

  it('signs its owner in, once', () => {
    const { url } = signInDocument.parse(reeveJson(['sign-in'], { env }).document);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sign-in\?code=/);
    const page = lab.run('watched', 'curl', '-s', url);
    expect(page).toContain('<form');
  });
});

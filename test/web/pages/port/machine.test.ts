import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { CaptureState } from '../../../../src/web/view.ts';
import { languages } from '../../../../src/web/i18n/index.ts';
import { anOwner } from '../../../inspect/samples.ts';
import { base } from '../../../store/events.ts';
import { fakeMachine, type FakeMachine, type FakeOptions } from '../../machine.ts';
import { listening } from '../../machine-listeners.ts';
import { realRegistry, show } from './context.ts';
import { outline, readMarkup } from './markup.ts';

const registry = realRegistry();
const made: FakeMachine[] = [];
afterEach(() => {
  for (const machine of made.splice(0)) machine.close();
});
afterAll(() => registry.close());

const machineWith = (options: FakeOptions = {}): FakeMachine => {
  const machine = fakeMachine({ registry, ...options });
  made.push(machine);
  return machine;
};

const told = (
  port: number,
  machine: FakeMachine | null,
): { html: string; text: string; isPrivate: boolean } => {
  const { html, page } = show(
    registry,
    { port, transport: null },
    { machine: machine?.view ?? null, now: base },
  );
  return { html, text: outline(String(page.body)), isPrivate: page.private };
};

describe('this machine on a port’s page', () => {
  it('is not there without one', () => {
    const { html, isPrivate } = told(22, null);
    expect(html).not.toContain('id="here"');
    expect(isPrivate).toBe(false);
  });

  it('names holder, unit, reach and verdict with its reasons, sockets of one service once', () => {
    const { html, text, isPrivate } = told(22, machineWith());
    expect(readMarkup(html).faults).toEqual([]);
    expect(text).toMatch(/Held by sshd/);
    expect(text).toContain('ssh.service');
    expect(text).toContain('known-service');
    expect(text.match(/Held by/g)).toHaveLength(1);
    expect(text).toContain('0.0.0.0 · [::]');
    expect(isPrivate).toBe(true);
  });

  it('shows no value that looks like a secret', () => {
    const { html } = told(6379, machineWith());
    expect(html).toContain('--requirepass');
    expect(html).not.toContain('hunter2');
  });

  it('tells who knocked, with a plot that words repeat', () => {
    const { text, html } = told(23, machineWith());
    expect(text).toMatch(/One event, \d packets? from one source/);
    expect(html).toMatch(
      /<svg role="img" aria-label="Packets to port 23 in the last seven days: \d+ in all\./,
    );
    expect(html).toContain('href="/knocks?port=23"');
  });

  it('has the story of a machine in every language', () => {
    const machine = machineWith();
    for (const { tag } of languages) {
      for (const port of [22, 23, 80, 2504, 8080, 4000]) {
        const { html } = show(registry, { port, transport: null }, { machine: machine.view, tag, now: base });
        expect(readMarkup(html).faults).toEqual([]);
      }
    }
  });
});

describe('what is missing is said, with what to do', () => {
  const quiet = { events: [] };

  it('nothing came while somebody watched', () => {
    expect(told(4000, machineWith(quiet)).text).toMatch(
      /Nobody is on record .* Knocks have been watched since/,
    );
  });

  it('nobody may watch', () => {
    const capture: CaptureState = {
      state: 'not-permitted',
      why: 'The ring needs a capability.',
      missing: ['CAP_NET_RAW'],
    };
    expect(told(4000, machineWith({ ...quiet, capture })).text).toMatch(
      /Knocks are not watched now: The ring needs a capability\. To watch, start the agent as root or give it CAP_NET_RAW/,
    );
  });

  it('watching is off', () => {
    const capture: CaptureState = { state: 'off', why: 'It was switched off.' };
    expect(told(4000, machineWith({ ...quiet, capture })).text).toContain(
      'Knocks are not watched now: It was switched off.',
    );
  });

  it('there is no store', () => {
    const { text, html } = told(22, machineWith({ stored: false }));
    expect(text).toContain(
      'No events are kept, so nothing can be told: The store could not be opened: the disk is full',
    );
    expect(text).toContain('reeve doctor');
    expect(readMarkup(html).faults).toEqual([]);
  });

  it('not everything could be seen', () => {
    const machine = machineWith({
      visibility: {
        complete: false,
        privileged: false,
        method: 'walk',
        processes: { seen: 10, hidden: 200 },
        namespaces: { seen: 1, hidden: null },
        notes: ['Processes of other users are hidden.'],
      },
    });
    const { text } = told(4000, machine);
    expect(text).toContain('Nothing that could be seen listens on 4000 here; not everything could be seen.');
    expect(text).toContain('Processes of other users are hidden.');
  });

  it('a hidden holder is not the same as none', () => {
    const sample = { listener: listening({ port: 4000, owners: [], ownersComplete: false }) };
    const { text } = told(4000, machineWith({ listeners: [sample] }));
    expect(text).toContain('That is not the same as having no owner.');
  });
});

describe('what others named', () => {
  const hostile = '<script>alert(1)</script>"\'&\u202e\u0007\u2028</b>';

  it('is shown and does nothing', () => {
    const owner = anOwner({
      comm: hostile,
      exe: `/tmp/${hostile}`,
      cmdline: [hostile, '--password', hostile],
      cwd: hostile,
      user: hostile,
      ancestry: [{ pid: 1, comm: hostile }],
      package: { name: hostile, version: hostile, manager: 'dpkg' },
    });
    const listener = listening({
      port: 4000,
      owners: [owner],
      unit: { name: hostile, type: 'service', socketUnit: null, source: 'cgroup', description: hostile },
      container: { id: hostile, name: hostile, image: hostile, runtime: 'docker' },
      netns: { inode: 5, name: hostile, own: false },
    });
    const change = {
      kind: 'replaced' as const,
      at: base - 1,
      transport: 'tcp' as const,
      port: 4000,
      address: hostile,
      exposure: 'public',
      holder: hostile,
      before: hostile,
      verdict: 'wrong',
    };
    const machine = machineWith({
      listeners: [{ listener, level: 'wrong', because: [{ rule: hostile, text: hostile }] }],
      changes: [change],
    });
    const { html } = told(4000, machine);
    expect(readMarkup(html).faults).toEqual([]);
    expect(html.includes('&lt;script&gt;alert(1)')).toBe(true);
    expect(html.includes('<script>alert')).toBe(false);
    expect(/.{30}[\u202e\u0007\u2028]/.exec(html)?.[0]).toBeUndefined();
  });
});

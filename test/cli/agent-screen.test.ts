import { describe, expect, it } from 'vitest';
import { startText } from '../../src/cli/agent-screen.ts';
import { addressesOf } from '../../src/cli/commands/up-options.ts';
import { painter } from '../../src/cli/render/style.ts';
import { width } from '../../src/cli/render/text.ts';
import type { AgentStart } from '../../src/agent/index.ts';

const start: AgentStart = {
  addresses: ['http://127.0.0.1:7680', 'http://[::1]:7680'],
  portNote: '7678 is held by python3 http.server, so it is 7680',
  listeners: [],
  visibility: {
    complete: true,
    privileged: true,
    method: 'bpf',
    processes: { seen: 90, hidden: 0 },
    namespaces: { seen: 1, hidden: 0 },
    notes: [],
  },
  capture: { state: 'watching', interfaces: [], since: 0 },
  lacking: [],
  store: { path: '/var/lib/portreeve/store/knocks.db', trouble: null },
  ownerSocket: '/run/portreeve/agent.sock',
};
const text = (
  more: Partial<AgentStart> = {},
  env: Readonly<Record<string, string>> = {},
): readonly string[] =>
  startText({ ...start, ...more }, { columns: 80, paint: painter(false), env })
    .join('\n')
    .split('\n');

describe('what reeve up prints first', () => {
  it('begins with the address and says why it is that one, what is watched and where events go', () => {
    const lines = text();
    expect(lines[0]).toBe('http://127.0.0.1:7680');
    expect(lines.join('\n')).toMatch(
      /7678 is held by python3[^]*Knocks are watched on every interface[^]*kept in/,
    );
  });

  it('names the missing capability once and how to grant it, within 80 columns', () => {
    const lines = text({
      capture: { state: 'not-permitted', why: 'no', missing: ['CAP_NET_RAW'] },
      lacking: [
        {
          capabilities: ['CAP_NET_RAW'],
          lost: 'no knocks are seen',
          grant: 'start it as root, or let systemd give it: AmbientCapabilities=CAP_NET_RAW',
        },
        {
          capabilities: ['CAP_KILL'],
          lost: 'processes of others cannot be ended',
          grant: 'start it as root',
        },
      ],
    });
    expect(lines.join(' ')).toMatch(/CAP_NET_RAW is missing\. To have them, start it as\s+root/);
    expect(lines.join(' ')).toContain('Without CAP_KILL');
    expect(lines.join(' ')).not.toContain('Without CAP_NET_RAW');
    expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(80);
  });

  it('names commands as they can be typed, installed or in a clone', () => {
    expect(text().at(-1)).toBe('Ctrl-C ends it. Elsewhere: reeve knocks, reeve sign-in.');
    const inClone = text({}, { npm_package_name: 'portreeve' });
    expect(inClone.join(' ').replace(/\s+/g, ' ')).toContain('npx reeve knocks, npx reeve sign-in.');
    expect(Math.max(...inClone.map(width))).toBeLessThanOrEqual(80);
  });

  it('says what is not kept and why', () => {
    expect(text({ store: { path: '/x', trouble: 'the disk is full' } }).join(' ')).toContain(
      'not kept: the disk is full',
    );
  });
});

describe('--listen', () => {
  it.each([
    ['192.0.2.1', [{ host: '192.0.2.1', port: null }]],
    ['192.0.2.1:8080', [{ host: '192.0.2.1', port: 8080 }]],
    ['::1', [{ host: '::1', port: null }]],
    ['[::1]', [{ host: '::1', port: null }]],
    ['[2001:db8::1]:80', [{ host: '2001:db8::1', port: 80 }]],
    [
      '8080',
      [
        { host: '127.0.0.1', port: 8080 },
        { host: '::1', port: 8080 },
      ],
    ],
    [
      ':8080',
      [
        { host: '127.0.0.1', port: 8080 },
        { host: '::1', port: 8080 },
      ],
    ],
    [
      'localhost:8080',
      [
        { host: '127.0.0.1', port: 8080 },
        { host: '::1', port: 8080 },
      ],
    ],
  ])('%s', (given, found) => {
    expect(addressesOf(given)).toEqual(found);
  });

  it.each([
    '',
    'example.org',
    '1.2.3:80',
    '[192.0.2.1]:80',
    '127.0.0.1:65536',
    '127.0.0.1:',
    '٨٠',
    '-1',
    '1.2.3.4:8o',
  ])('refuses %j', (given) => {
    expect(() => addressesOf(given)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

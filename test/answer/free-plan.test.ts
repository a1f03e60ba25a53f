import { describe, expect, test } from 'vitest';
import { type FreePlan, planToFree } from '../../src/answer/index.ts';
import type { Listener, Unit } from '../../src/inspect/listener.ts';
import { aListener, anOwner } from '../inspect/samples.ts';

const plan = (difference: Partial<Listener>): FreePlan =>
  planToFree(aListener(difference), { self: new Set([500, 400]), isReadable: (pid) => pid !== 70 });

const service = (difference: Partial<Unit> = {}): Unit => ({
  name: 'app.service',
  type: 'service',
  socketUnit: null,
  source: 'systemd',
  ...difference,
});

const container = { id: 'a'.repeat(64), name: 'web', image: 'nginx', runtime: 'docker' } as const;

describe('what may be ended', () => {
  test('an ordinary process is, with nobody to start it again', () => {
    expect(plan({ owners: [anOwner({ pid: 77 })] })).toMatchObject({
      kind: 'end',
      processes: [{ pid: 77 }],
      supervisor: null,
    });
  });

  test('a master goes before its workers, and nobody twice', () => {
    const worker = anOwner({
      pid: 12,
      ancestry: [
        { pid: 90, comm: 'nginx' },
        { pid: 1, comm: 'systemd' },
      ],
    });
    const master = anOwner({ pid: 90 });
    const found = plan({ owners: [worker, { ...worker, fd: 9 }, master] });
    expect(found.kind === 'end' && found.processes.map(({ pid }) => pid)).toEqual([90, 12]);
  });

  test.each([
    ['systemd said Restart=always', { restarts: true }, 'systemctl stop app.service'],
    ['systemd was not asked', {}, 'systemctl stop app.service'],
    ['a socket would start it again', { socketUnit: 'app.socket' }, 'systemctl stop app.socket app.service'],
  ])('a supervisor is named: %s', (_, difference, stop) => {
    expect(plan({ unit: service(difference) })).toMatchObject({
      kind: 'end',
      supervisor: { name: 'app.service', stop },
    });
  });

  test('a unit that does not restart is no supervisor, nor is a login session', () => {
    expect(plan({ unit: service({ restarts: false }) })).toMatchObject({ supervisor: null });
    expect(plan({ unit: service({ name: 'session-3.scope', type: 'scope' }) })).toMatchObject({
      supervisor: null,
    });
  });
});

describe('workers of a master that could not be read', () => {
  const worker = anOwner({ pid: 71, comm: 'nginx', ancestry: [{ pid: 70, comm: 'nginx' }] });

  test('are not ended: it would start them again', () => {
    const found = plan({ owners: [worker], ownersComplete: false });
    expect(found).toMatchObject({ kind: 'refuse', hidden: true, instead: 'Run it with sudo' });
    expect(found.kind === 'refuse' && found.why).toContain('nginx (70)');
  });

  test('are, with a master that is seen not to hold the port, or under another name', () => {
    expect(plan({ owners: [worker], ownersComplete: true }).kind).toBe('end');
    const ofShell = { ...worker, ancestry: [{ pid: 70, comm: 'bash' }] };
    expect(plan({ owners: [ofShell], ownersComplete: false }).kind).toBe('end');
    // `npm run dev`: node started by node, and both are the reader's own.
    const ofNode = { ...worker, ancestry: [{ pid: 72, comm: 'nginx' }] };
    expect(plan({ owners: [ofNode], ownersComplete: false }).kind).toBe('end');
  });
});

describe('what is refused, and what to do instead', () => {
  test.each([
    [
      'PID 1',
      {
        owners: [anOwner({ pid: 1, comm: 'systemd' })],
        unit: service({ type: 'socket', name: 'ssh.socket' }),
      },
      'systemctl stop ssh.socket',
    ],
    ['reeve itself', { owners: [anOwner({ pid: 500 })] }, null],
    ['an ancestor', { owners: [anOwner({ pid: 400 })] }, null],
    ['the kernel', { owners: [], kernel: { what: 'NFS' } }, 'Stop the service that set it up'],
    ['a hidden holder', { owners: [], ownersComplete: false, unit: null }, 'Run it with sudo'],
    [
      'a hidden holder of a unit',
      { owners: [], ownersComplete: false, unit: service() },
      'systemctl stop app.service',
    ],
    [
      "a container's forwarder",
      { owners: [anOwner({ exe: '/usr/bin/docker-proxy' })], container },
      'docker stop web',
    ],
    [
      'a forwarder without a known container',
      { owners: [anOwner({ exe: '/usr/bin/docker-proxy' })] },
      'docker ps, then docker stop NAME',
    ],
    ['the engine', { owners: [anOwner({ exe: '/usr/bin/dockerd' })], container }, 'docker stop web'],
  ])('%s', (_, difference, instead) => {
    expect(plan(difference as Partial<Listener>)).toMatchObject({ kind: 'refuse', instead });
  });
});

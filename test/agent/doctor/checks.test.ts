import { describe, expect, it } from 'vitest';
import { clockChecks, type ClockFacts } from '../../../src/agent/doctor/clock.ts';
import { kernelChecks, type KernelFacts } from '../../../src/agent/doctor/kernel.ts';
import { privilegeChecks } from '../../../src/agent/doctor/privileges.ts';
import { registryChecks } from '../../../src/agent/doctor/registry.ts';
import { agentChecks, type AgentFacts } from '../../../src/agent/doctor/running.ts';
import { runtimeChecks } from '../../../src/agent/doctor/runtime.ts';
import { storeChecks, type StoreFacts } from '../../../src/agent/doctor/store.ts';
import { uses } from '../../../src/agent/split/lacking.ts';
import type { DoctorCheck } from '../../../src/contract/doctor.ts';
import type { StatusDocument } from '../../../src/contract/status.ts';
import type { LayerStatus } from '../../../src/registry/index.ts';

/** Recorded on Debian 12, as root. */
const debian: KernelFacts = {
  platform: 'linux',
  release: '6.1.0-40-amd64',
  btf: true,
  owners: { method: 'bpf', notes: [] },
  mayUseBpf: true,
  sockDiag: null,
  packetRing: true,
  nft: '/usr/sbin/nft',
  nfTables: true,
  cgroup2: '/sys/fs/cgroup',
  namespaces: true,
};

const stateOf = (checks: readonly DoctorCheck[], id: string): string | undefined =>
  checks.find((check) => check.id === id)?.state;
const foundOf = (checks: readonly DoctorCheck[], id: string): string =>
  checks.find((check) => check.id === id)?.found ?? '';
const states = (checks: readonly DoctorCheck[]): string[] => checks.map(({ state }) => state);

describe('the kernel', () => {
  it('with everything is well', () => {
    expect(new Set(states(kernelChecks(debian)))).toEqual(new Set(['ok']));
  });

  it.each<[Partial<KernelFacts>, string, string]>([
    [{ btf: false }, 'kernel.btf', 'warn'],
    [{ owners: { method: 'walk', notes: ['the program was refused'] } }, 'kernel.bpf-iterator', 'warn'],
    [{ owners: { method: 'walk', notes: [] }, mayUseBpf: false }, 'kernel.bpf-iterator', 'ok'],
    [{ sockDiag: 'netlink was refused' }, 'kernel.sock_diag', 'warn'],
    [{ packetRing: 'the kernel answered EAFNOSUPPORT' }, 'kernel.af_packet', 'fail'],
    [{ packetRing: null }, 'kernel.af_packet', 'ok'],
    [{ nft: null, nfTables: null }, 'kernel.nftables', 'warn'],
    [{ nfTables: false }, 'kernel.nftables', 'warn'],
    [{ nfTables: null }, 'kernel.nftables', 'ok'],
    [{ cgroup2: null }, 'kernel.cgroup2', 'warn'],
    [{ namespaces: false }, 'kernel.namespaces', 'unknown'],
  ])('%j: %s is %s', (difference, id, state) => {
    const checks = kernelChecks({ ...debian, ...difference });
    expect(stateOf(checks, id)).toBe(state);
    expect(states(checks).filter((one) => one !== 'ok')).toHaveLength(state === 'ok' ? 0 : 1);
  });

  it('of another system is only named', () => {
    expect(kernelChecks({ ...debian, platform: 'darwin', release: '25.0.0' })).toMatchObject([
      { id: 'kernel.system', state: 'ok', found: expect.stringContaining('darwin 25.0.0') as string },
    ]);
  });
});

describe('privileges', () => {
  it('all of them: one line; none of them: each with what is lost and how to grant it', () => {
    const all = uses.flatMap(({ needs }) => needs);
    expect(privilegeChecks(all)).toMatchObject([{ state: 'ok' }]);
    const none = privilegeChecks([]);
    expect(none).toHaveLength(uses.length);
    expect(new Set(states(none))).toEqual(new Set(['warn']));
    expect(none.every(({ todo }) => (todo ?? '').length > 10)).toBe(true);
    expect(foundOf(none, 'privileges.CAP_NET_RAW')).toContain('no knocks are seen');
  });

  it('one of a pair is named alone; CAP_SYS_ADMIN stands for the newer two', () => {
    const checks = privilegeChecks(['CAP_SYS_PTRACE', 'CAP_SYS_ADMIN']);
    expect(foundOf(checks, 'privileges.CAP_SYS_PTRACE+CAP_DAC_READ_SEARCH')).toMatch(
      /^CAP_DAC_READ_SEARCH: not held/,
    );
    expect(stateOf(checks, 'privileges.CAP_BPF+CAP_PERFMON')).toBe('ok');
  });

  it('a system without them is not judged', () => {
    expect(states(privilegeChecks(null))).toEqual(['unknown']);
  });
});

describe('the store', () => {
  const read: StoreFacts = {
    path: '/var/lib/portreeve/store/knocks.db',
    found: { state: 'read', version: 2, rows: 1200, bytes: 5 << 20, faults: [] },
    disk: { free: 50e9, total: 100e9 },
    most: 2 ** 30,
  };

  it.each<[Partial<StoreFacts>, string[]]>([
    [{}, ['ok', 'ok']],
    [{ found: { state: 'none' } }, ['ok', 'ok']],
    [{ found: { state: 'hidden' } }, ['unknown', 'ok']],
    [
      { found: { state: 'unreadable', code: 'STORE_DAMAGED', why: 'the file is damaged', todo: 'mv' } },
      ['fail', 'ok'],
    ],
    [{ found: { state: 'unreadable', code: 'NOT_PERMITTED', why: 'no', todo: null } }, ['unknown', 'ok']],
    [
      { found: { state: 'read', version: 2, rows: 1, bytes: 9, faults: ['row 7 missing', 'b'] } },
      ['fail', 'ok'],
    ],
    [{ found: { state: 'read', version: 2, rows: 1, bytes: 9e9, faults: null } }, ['ok', 'ok']],
    [{ disk: { free: 1e6, total: 1e9 } }, ['ok', 'fail']],
    [{ disk: { free: 5e8, total: 1e9 } }, ['ok', 'warn']],
    [{ disk: null }, ['ok', 'unknown']],
  ])('%j: %j', (difference, expected) => {
    expect(states(storeChecks({ ...read, ...difference }))).toEqual(expected);
  });
});

describe('the record of ports', () => {
  const layer = (difference: Partial<LayerStatus>): LayerStatus => ({
    layer: 'full',
    whose: 'system',
    present: true,
    used: true,
    path: '/var/lib/portreeve/registry.table',
    source: { name: 'IANA', date: '2026-11-01' },
    url: null,
    fetchedAt: null,
    dataUpTo: '2026-10-30',
    ageDays: 20,
    counts: null,
    problem: null,
    ...difference,
  });

  it.each<[readonly LayerStatus[], string[]]>([
    [[layer({})], ['ok']],
    [[layer({ ageDays: 300 })], ['warn']],
    [[layer({ layer: 'embedded' })], ['ok']],
    [[layer({ layer: 'embedded', ageDays: 300 })], ['warn']],
    [
      [layer({ used: false, problem: 'damaged: checksum' }), layer({ layer: 'embedded' })],
      ['fail', 'ok'],
    ],
    [[layer({ used: false, present: false }), layer({ layer: 'host' })], ['fail']],
  ])('case %#', (layers, expected) => {
    expect(states(registryChecks(layers))).toEqual(expected);
  });
});

describe('the clock', () => {
  const at = Date.parse('2026-11-21T10:00:00Z');
  const kept: ClockFacts = {
    now: at,
    kernel: { synchronised: true, mostWrong: 12_000 },
    timesyncd: true,
    keeper: 'chronyd',
    notBefore: Date.parse('2026-07-07'),
  };

  it.each<[Partial<ClockFacts>, string[]]>([
    [{}, ['ok', 'ok']],
    [{ now: Date.parse('1970-01-01T00:10:00Z') }, ['fail', 'ok']],
    [{ now: Date.parse('2026-07-06T12:00:00Z') }, ['ok', 'ok']],
    [{ now: Date.parse('2061-01-01') }, ['fail', 'ok']],
    [{ notBefore: null }, ['unknown', 'ok']],
    [{ kernel: { synchronised: true, mostWrong: 3_000_000 } }, ['ok', 'warn']],
    [{ kernel: { synchronised: false, mostWrong: 16_000_000 } }, ['ok', 'warn']],
    [
      { kernel: { synchronised: false, mostWrong: 16_000_000 }, timesyncd: false, keeper: null },
      ['ok', 'warn'],
    ],
    [{ kernel: null }, ['ok', 'ok']],
    [{ kernel: null, timesyncd: false, keeper: null }, ['ok', 'unknown']],
  ])('%j: %j', (difference, expected) => {
    expect(states(clockChecks({ ...kept, ...difference }))).toEqual(expected);
  });
});

describe('the agent', () => {
  const status = {
    version: '0.1.0',
    startedAt: '2026-11-21T09:00:00.000Z',
    ready: true,
    addresses: ['http://127.0.0.1:7678'],
    capture: { state: 'watching', interfaces: [], why: null, missing: [], packets: 5, dropped: 0 },
    store: { state: 'ok', path: '/var/lib/portreeve/store/knocks.db', trouble: null },
    listeners: { count: 12, trouble: null },
  } as unknown as StatusDocument;
  const runs = (difference: Partial<StatusDocument> = {}): AgentFacts => ({
    socket: '/run/portreeve/agent.sock',
    found: { state: 'runs', status: { ...status, ...difference } },
    portHeldBy: null,
    port: 7678,
  });
  const not = (found: AgentFacts['found'], portHeldBy: string | null = null): AgentFacts => ({
    ...runs(),
    found,
    portHeldBy,
  });

  it.each<[AgentFacts, string[]]>([
    [runs(), ['ok', 'ok', 'ok', 'ok', 'ok']],
    [runs({ ready: false }), ['warn', 'ok', 'ok', 'ok', 'ok']],
    [
      runs({
        capture: { ...status.capture, state: 'not-permitted', why: 'no', missing: ['CAP_NET_RAW'] },
        store: { ...status.store, state: 'full', trouble: 'the disk is full' },
        listeners: { ...status.listeners, trouble: 'late' },
      }),
      ['ok', 'warn', 'warn', 'warn', 'ok'],
    ],
    [not({ state: 'none' }), ['ok', 'ok']],
    [not({ state: 'none' }, 'nginx (77)'), ['ok', 'warn']],
    [not({ state: 'hidden' }), ['unknown', 'ok']],
    [not({ state: 'silent', why: 'ECONNREFUSED' }), ['fail', 'ok']],
  ])('case %#', (facts, expected) => {
    expect(states(agentChecks(facts))).toEqual(expected);
  });
});

describe('Node.js', () => {
  it.each([
    ['v20.19.0', 'ok'],
    ['v20.18.3', 'fail'],
    ['v22.0.0', 'ok'],
    ['v18.20.0', 'fail'],
    ['odd', 'fail'],
  ])('%s: %s', (version, state) => {
    expect(states(runtimeChecks(version))).toEqual([state]);
  });
});

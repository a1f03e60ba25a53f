import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFromHelper, type FromHelper } from '../../../src/agent/split/answers.ts';
import { decodeFromAgent, type FromAgent } from '../../../src/agent/split/messages.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { inspection, portInspection } from './samples.ts';

const questions: readonly FromAgent[] = [
  { type: 'ready' },
  { type: 'stop' },
  { type: 'look', id: 1 },
  { type: 'lookAt', id: 2, port: 0, transport: null },
  { type: 'lookAt', id: 3, port: 65_535, transport: 'dccp' },
  { type: 'end', id: 4, pid: 2, startTicks: 0, port: 8080, transport: 'tcp', force: true },
];

const answers: readonly FromHelper[] = [
  {
    type: 'grant',
    captures: [{ fd: 4, ringBytes: 1 << 23, interface: null }],
    captureRefused: { why: 'the kernel did not permit it', missing: ['CAP_NET_RAW'] },
    ownerSocket: { fd: 5, path: '/run/portreeve/agent.sock' },
    ownerSocketRefused: null,
    lock: 6,
    files: [7, 8],
    owner: 0,
    helperPid: 1234,
    lacking: [{ capabilities: ['CAP_KILL'], lost: 'something', grant: 'somehow' }],
  },
  { type: 'looked', id: 1, inspection: null },
  { type: 'looked', id: 1, inspection },
  { type: 'lookedAt', id: 1, inspection: portInspection },
  { type: 'ended', id: 1, outcome: 'signalled' },
  { type: 'failed', id: 1, code: 'NOT_PERMITTED', asked: 'a', found: 'b', todo: null },
  { type: 'stop' },
];

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('what the agent may ask', () => {
  it('every message of the set is one, and comes back as it was', () => {
    for (const message of questions) expect(decodeFromAgent(plain(message))).toEqual(message);
  });

  it.each([
    { type: 'look' },
    { type: 'look', id: 0 },
    { type: 'look', id: 1.5 },
    { type: 'look', id: 1, more: 1 },
    { type: 'lookAt', id: 1, port: 65_536, transport: null },
    { type: 'lookAt', id: 1, port: '80', transport: null },
    { type: 'lookAt', id: 1, port: 80, transport: 'icmp' },
    { type: 'lookAt', id: 1, port: 80 },
    { type: 'end', id: 1, pid: 0, startTicks: 1, port: 1, transport: 'tcp', force: false },
    { type: 'end', id: 1, pid: -1, startTicks: 1, port: 1, transport: 'tcp', force: false },
    { type: 'end', id: 1, pid: 2 ** 23, startTicks: 1, port: 1, transport: 'tcp', force: false },
    { type: 'end', id: 1, pid: 5, startTicks: -1, port: 1, transport: 'tcp', force: false },
    { type: 'end', id: 1, pid: 5, startTicks: 1, port: 1, transport: null, force: false },
    { type: 'end', id: 1, pid: 5, startTicks: 1, port: 1, transport: 'tcp', force: 1 },
    { type: 'end', id: 1, pid: 5, startTicks: 1, port: 1, transport: 'tcp' },
    { type: 'exec', id: 1, command: 'sh' },
    { type: '__proto__' },
    { type: 'grant' },
    [{ type: 'ready' }],
    'stop',
    7,
    null,
    undefined,
  ])('what is not in the set is none: %j', (value) => {
    expect(decodeFromAgent(value)).toBeNull();
  });

  it('no value makes the decoder throw, and only what is in the set is taken', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decodeFromAgent(value)).toBeNull();
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('one field changed, added or taken away: taken only where it is still what it has to be', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...questions),
        fc.constantFrom('type', 'id', 'port', 'transport', 'pid', 'startTicks', 'force', 'path', 'command'),
        fc.jsonValue(),
        (message, name, value) => {
          const changed = decodeFromAgent({ ...message, [name]: value });
          if (changed === null) return;
          // It has the fields of its kind and no others.
          const like = questions.find(({ type }) => type === changed.type);
          expect(Object.keys(changed).sort()).toEqual(Object.keys(like ?? {}).sort());
          // JSON has a -0 to read and none to write.
          expect(decodeFromAgent(plain(changed))).toEqual(plain(changed));
        },
      ),
      { numRuns: fuzzRuns(1000) },
    );
  });

  it('what the helper says is nothing that the agent may ask', () => {
    for (const answer of answers) if (answer.type !== 'stop') expect(decodeFromAgent(answer)).toBeNull();
  });
});

describe('what the helper says', () => {
  it('every message of the set is one, and comes back as it was', () => {
    for (const message of answers) expect(decodeFromHelper(plain(message))).toEqual(plain(message));
  });

  it('no value makes the decoder throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decodeFromHelper(value)).toBeNull();
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('a damaged inspection is none: any of its values changed to another kind', () => {
    const paths = pathsOf(plain({ type: 'lookedAt', id: 1, inspection: portInspection }));
    expect(paths.length).toBeGreaterThan(100);
    for (const path of paths) {
      const damaged = plain({ type: 'lookedAt', id: 1, inspection: portInspection });
      change(damaged, path, { odd: true });
      expect([path, decodeFromHelper(damaged)]).toEqual([path, null]);
    }
  });

  it('an inspection with a field too much, or with a bigint, is none', () => {
    const [listener] = inspection.listeners;
    for (const odd of [
      { ...listener, extra: 1 },
      { ...listener, cgroupId: 7n },
    ]) {
      const looked = { type: 'looked', id: 1, inspection: { ...inspection, listeners: [odd] } };
      expect(decodeFromHelper(looked)).toBeNull();
    }
  });
});

/** The way to every value that holds no others. */
function pathsOf(value: unknown, before: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [before];
  return Object.entries(value).flatMap(([name, one]) => pathsOf(one, [...before, name]));
}

function change(value: unknown, [name = '', ...rest]: readonly string[], to: unknown): void {
  const fields = value as Record<string, unknown>;
  if (rest.length === 0) fields[name] = to;
  else change(fields[name], rest, to);
}

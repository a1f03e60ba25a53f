import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { briefOf } from '../../../src/agent/client/brief.ts';
import { ownerAnswers } from '../../../src/agent/client/owner.ts';
import { agentPlace, agentSocket } from '../../../src/core/agent-place.ts';
import { askReader, type StoreQuestion } from '../../../src/agent/client/questions.ts';
import { openStore, readAnswer } from '../../../src/store/index.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { base, events, minute, scanEvent } from '../../store/events.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'reeve-client-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = path.join(folder, 'store', 'knocks.db');
const storeOf = (name: string) =>
  openStore({
    path: path.join(folder, name, 'knocks.db'),
    now: () => base + 60 * minute,
    retention: { days: 30, bytes: 2 ** 30 },
  });

describe('where the agent is', () => {
  it.each([
    [{ REEVE_SOCKET: '/x/a.sock', PORTREEVE_DATA_DIR: '/d' }, 1000, '/x/a.sock', null],
    [{ PORTREEVE_DATA_DIR: '/d' }, 0, '/d/agent.sock', null],
    [{}, 0, '/run/portreeve/agent.sock', null],
    [
      { XDG_RUNTIME_DIR: '/run/user/7' },
      1000,
      '/run/user/7/portreeve/agent.sock',
      '/run/portreeve/agent.sock',
    ],
    [
      { XDG_RUNTIME_DIR: 'relative', XDG_STATE_HOME: '/s' },
      1000,
      '/s/portreeve/agent.sock',
      '/run/portreeve/agent.sock',
    ],
  ])('%j as %i', (env, uid, socket, system) => {
    expect(agentPlace(env, uid)).toEqual({ socket, system });
  });

  it('is nowhere where no socket is', async () => {
    const place = (name: string) => ({ socket: path.join(folder, name), system: null });
    expect(agentSocket(null)).toBeNull();
    expect(agentSocket(place('none'))).toBeNull();
    writeFileSync(path.join(folder, 'file'), '');
    expect(agentSocket(place('file'))).toBeNull();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path.join(folder, 'there'), resolve));
    expect(agentSocket(place('there'))).toBe(path.join(folder, 'there'));
    await new Promise((resolve) => server.close(resolve));
  });
});

const questions: readonly StoreQuestion[] = [
  { ask: 'knocks', query: { limit: 100 } },
  { ask: 'knocks', query: { limit: 3, port: 23, since: base, tool: 'unknown' } },
  { ask: 'source', address: '203.0.113.9' },
  { ask: 'source', address: '192.0.2.200' },
  { ask: 'event', id: 'e1' },
  { ask: 'event', id: 'e999' },
  { ask: 'portKnocks', port: 23, transport: null },
  { ask: 'portKnocks', port: 23, transport: 'udp' },
  { ask: 'status' },
  { ask: 'feedback', query: { limit: 10 } },
  { ask: 'timeline', query: { since: base - 100 * minute, until: base + 100 * minute, spans: 7 } },
  { ask: 'top', query: { by: 'port', since: base - 2000 * minute, until: base + 2000 * minute, limit: 5 } },
];

describe("the store's answers through the agent", () => {
  it('are those of the store itself, whatever was seen', () => {
    let run = 0;
    fc.assert(
      fc.property(fc.array(events, { maxLength: 8 }), (all) => {
        const name = `run${++run}`;
        const store = storeOf(name);
        try {
          for (const event of all) store.put(event);
          store.vote({
            page: '/ports/22',
            visitor: 'v',
            face: 'yes',
            comment: 'so \u202E',
            language: 'en',
            at: base,
          });
          store.flush();
          const kept = path.join(folder, name, 'knocks.db');
          const answers = ownerAnswers(() => ({ reader: store, path: kept }));
          const reply: unknown = JSON.parse(answers(JSON.stringify({ protocol: 1, store: kept, questions })));
          const given = (reply as { answers: unknown[] }).answers;
          questions.forEach((question, index) => {
            expect(readAnswer(question.ask, given[index])).toEqual(askReader(store, question));
          });
        } finally {
          store.close();
        }
      }),
      // Each makes a file.
      { numRuns: 15 },
    );
  });

  it('are refused for another store, for none, and for what is no question', () => {
    const store = storeOf('store');
    try {
      const here = ownerAnswers(() => ({ reader: store, path: file }));
      const ask = (body: unknown) =>
        JSON.parse(here(typeof body === 'string' ? body : JSON.stringify(body))) as object;
      const one = [{ ask: 'status' }];
      expect(ask({ protocol: 1, store: file, questions: one })).toHaveProperty('answers');
      const link = path.join(folder, 'link');
      symlinkSync(path.join(folder, 'store'), link);
      expect(ask({ protocol: 1, store: path.join(link, 'knocks.db'), questions: one })).toHaveProperty(
        'answers',
      );
      expect(ask({ protocol: 1, store: '/other', questions: one })).toEqual({
        protocol: 1,
        refused: 'other-store',
      });
      for (const wrong of [
        'garbage',
        '[]',
        { protocol: 2, store: file, questions: one },
        { protocol: 1, store: file, questions: [] },
        { protocol: 1, store: file, questions: [{ ask: 'compact' }] },
        { protocol: 1, store: file, questions: [{ ask: 'knocks', query: { limit: 1e9 } }] },
        { protocol: 1, store: file, questions: [{ ask: 'knocks', query: { limit: 1, sql: "'" } }] },
        { protocol: 1, store: file, questions: [{ ask: 'event', id: 'x'.repeat(1000) }] },
      ])
        expect(ask(wrong)).toHaveProperty('refused');
      expect(
        JSON.parse(ownerAnswers(() => null)('{"protocol":1,"store":"/x","questions":[{"ask":"status"}]}')),
      ).toEqual({
        protocol: 1,
        refused: 'no-store',
      });
    } finally {
      store.close();
    }
  });

  it('are refused where the store fails, and the command reads the file itself', () => {
    const store = storeOf('closed');
    store.close();
    const kept = path.join(folder, 'closed', 'knocks.db');
    const answers = ownerAnswers(() => ({ reader: store, path: kept }));
    const body = JSON.stringify({ protocol: 1, store: kept, questions: [{ ask: 'status' }] });
    expect(JSON.parse(answers(body))).toHaveProperty('refused');
  });

  it('are read back as they were meant or not at all', () => {
    fc.assert(
      fc.property(fc.constantFrom(...questions), fc.jsonValue(), ({ ask }, value) => {
        const answer = readAnswer(ask, value);
        if (value === null) expect([undefined, null]).toContain(answer);
        else if (answer !== undefined) expect(typeof answer).toBe('object');
      }),
      { numRuns: fuzzRuns(300) },
    );
    const list = { events: [{ id: 'e1', at: 1, event: scanEvent('x') }], skipped: 0, more: false };
    expect(readAnswer('knocks', JSON.parse(JSON.stringify(list)))).toEqual(list);
    expect(readAnswer('knocks', { ...list, more: 'no' })).toBeUndefined();
    expect(
      readAnswer('knocks', { ...list, events: [{ id: 'e1', at: 1, event: { type: 'scan', key: 'x' } }] }),
    ).toBeUndefined();
  });
});

describe('how the agent is, in brief', () => {
  it('is read from its document and from nothing else', () => {
    const status = {
      schema: 'portreeve/status/1',
      version: '0.1.0',
      startedAt: '2026-11-21T00:00:00.000Z',
      capture: { state: 'watching', interfaces: ['eth0', 7] },
      addresses: ['http://127.0.0.1:7678'],
    };
    expect(briefOf(status)).toEqual({
      version: '0.1.0',
      startedAt: '2026-11-21T00:00:00.000Z',
      capture: 'watching',
      interfaces: ['eth0'],
      addresses: ['http://127.0.0.1:7678'],
    });
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(briefOf(value)).toBeNull();
      }),
      { numRuns: fuzzRuns(100) },
    );
    expect(briefOf({ ...status, startedAt: 'soon' })).toBeNull();
  });
});

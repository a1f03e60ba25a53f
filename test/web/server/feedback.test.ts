import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { voteDocument } from '../../../src/contract/feedback.ts';
import { askable, type AskedSite, type Harness, harness, sameSite } from './harness.ts';

let home: Harness;
let site: AskedSite;
beforeEach(() => {
  home = harness();
  site = askable(home);
});
afterEach(() => {
  site.site.hub.close();
  home[Symbol.dispose]();
});

const form = { page: '/ports/2504', face: 'yes', language: 'bn', comment: '' };

const vote = (fields: Record<string, string> = form, headers: Record<string, string> = sameSite()) =>
  site.ask('/feedback', {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });

const kept = () => home.machine.store?.feedback({ limit: 100 }).votes.map(({ vote: one }) => one) ?? [];

const cookieOf = (answer: Response): string => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

describe('a vote', () => {
  it('by the plain form is kept, and leads back to the page with thanks', async () => {
    const answer = await vote({ ...form, comment: 'Clear\r\nand short \u001b[31m' });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/bn/ports/2504?thanks=1#feedback',
    ]);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^reeve-visitor=[\w-]{43}; .*HttpOnly; SameSite=Strict$/,
    );
    expect(kept()).toMatchObject([
      { page: '/ports/2504', face: 'yes', language: 'bn', comment: 'Clear\nand short \\x1b[31m' },
    ]);
    const thanked = await (await site.ask('/bn/ports/2504?thanks=1')).text();
    expect(thanked).toMatch(/data-thanks>/);
  });

  it('by a script is answered as a document', async () => {
    const answer = await site.ask('/feedback', {
      method: 'POST',
      body: JSON.stringify(form),
      headers: sameSite({ 'content-type': 'application/json', accept: 'application/json' }),
    });
    expect(voteDocument.parse(await answer.json())).toMatchObject({ page: '/ports/2504', face: 'yes' });
  });

  it('of the same visitor takes the place of his former one', async () => {
    const cookie = cookieOf(await vote());
    const again = await vote({ ...form, face: 'no' }, sameSite({ cookie }));
    expect(again.headers.get('set-cookie')).toBeNull();
    expect(kept()).toMatchObject([{ face: 'no' }]);
    await vote({ ...form, face: 'partly' });
    expect(kept()).toHaveLength(2);
    await vote(form, sameSite({ cookie: 'reeve-visitor=<script>' }));
    expect(kept()).toHaveLength(3);
  });

  test.each([
    [{ ...form, face: 'great' }],
    [{ ...form, language: 'xx' }],
    [{ ...form, page: '//evil.example/' }],
    [{ ...form, page: 'https://evil.example/' }],
    [{ ...form, page: '/bn/ports/1' }],
    [{ ...form, page: '/api/v1/status' }],
    [{ ...form, page: '/ports/1?x' }],
    [{ ...form, page: `/${'a'.repeat(300)}` }],
    [{ ...form, comment: 'x'.repeat(2001) }],
    [{ page: '/ports/1' }],
  ])('%o is refused', async (fields) => {
    expect((await vote(fields)).status).toBe(400);
    expect(kept()).toEqual([]);
  });

  it('of another site, of another form, or too long, is refused', async () => {
    expect((await vote(form, {})).status).toBe(403);
    expect((await vote(form, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await vote(form, { ...sameSite(), 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await vote(form, { ...sameSite(), 'content-type': 'text/plain' })).status).toBe(400);
    expect((await vote({ ...form, comment: 'x'.repeat(40_000) })).status).toBe(413);
    expect(kept()).toEqual([]);
  });

  it('is counted by visitor and by household', async () => {
    const cookie = cookieOf(await vote());
    const statuses = new Set<number>();
    for (let more = 0; more < 25; more++) statuses.add((await vote(form, sameSite({ cookie }))).status);
    expect([...statuses]).toEqual([303, 429]);
    const fresh: number[] = [];
    for (let more = 0; more < 60; more++) fresh.push((await vote()).status);
    expect([fresh[0], fresh.at(-1)]).toEqual([303, 429]);
    home.clock.now += 3600e6;
    expect((await vote()).status).toBe(303);
  });

  it('that cannot be kept is not said to be', async () => {
    using without = harness({}, { stored: false });
    const asked = askable(without);
    const answer = await asked.ask('/feedback', {
      method: 'POST',
      body: new URLSearchParams(form).toString(),
      headers: sameSite({ 'content-type': 'application/x-www-form-urlencoded' }),
    });
    expect(answer.status).toBe(503);
    asked.site.hub.close();
  });
});

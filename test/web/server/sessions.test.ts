import { describe, expect, it } from 'vitest';
import { allowance } from '../../../src/web/server/allowance.ts';
import { householdOf } from '../../../src/web/server/connection.ts';
import { cookie, setCookie } from '../../../src/web/server/cookies.ts';
import { tokenCheck } from '../../../src/web/server/secrets.ts';
import { openSessions } from '../../../src/web/server/sessions.ts';

const minute = 60e6;

describe('links and sessions', () => {
  it('a link opens one session, for five minutes', () => {
    const sessions = openSessions();
    const { code, expiresAt } = sessions.invite(0);
    expect(expiresAt).toBe(5 * minute);
    expect([sessions.isOpen(code, 1), sessions.isOpen(code, 1), sessions.isOpen('guess', 1)]).toEqual([
      true,
      true,
      false,
    ]);
    const secret = sessions.redeem(code, 2) ?? '';
    expect(sessions.isSignedIn(secret, 3)).toBe(true);
    expect([sessions.redeem(code, 3), sessions.isOpen(code, 3)]).toEqual([null, false]);
    expect(sessions.redeem(sessions.invite(0).code, 5 * minute)).toBeNull();
  });

  it('a session ends by itself: idle after an hour, in all after twelve; or when it is told to', () => {
    const sessions = openSessions();
    const idle = sessions.open(0);
    expect(sessions.isSignedIn(idle, 60 * minute)).toBe(true);
    expect(sessions.isSignedIn(idle, 120 * minute + 1)).toBe(false);
    const busy = sessions.open(0);
    for (let hour = 1; hour <= 12; hour++) expect(sessions.isSignedIn(busy, hour * 60 * minute)).toBe(true);
    expect(sessions.isSignedIn(busy, 12 * 60 * minute + 1)).toBe(false);
    const ended = sessions.open(0);
    sessions.end(ended);
    expect(sessions.isSignedIn(ended, 1)).toBe(false);
  });

  it('a clock that is set back makes none of them last longer', () => {
    const sessions = openSessions();
    const day = 24 * 60 * minute;
    const { code } = sessions.invite(day);
    const secret = sessions.open(day);
    expect([sessions.isOpen(code, day - 30e6), sessions.isSignedIn(secret, day - 30e6)]).toEqual([
      true,
      true,
    ]);
    expect([sessions.isOpen(code, 0), sessions.redeem(code, 0)]).toEqual([false, null]);
    expect([sessions.isSignedIn(secret, 0), sessions.isSignedIn(secret, day)]).toEqual([false, false]);
  });

  it('there are only so many of each', () => {
    const sessions = openSessions();
    const first = { link: sessions.invite(0).code, session: sessions.open(0) };
    for (let more = 0; more < 40; more++) {
      sessions.invite(1);
      sessions.open(1);
    }
    expect([sessions.isOpen(first.link, 2), sessions.isSignedIn(first.session, 2)]).toEqual([false, false]);
  });
});

describe('an allowance', () => {
  it('gives so much at once, and again with time, to each key', () => {
    const votes = allowance({ atOnce: 3, seconds: 10 });
    expect([0, 1, 2, 3].map((at) => votes.take('a', at * 1e6))).toEqual([0, 0, 0, 7]);
    expect(votes.take('b', 3e6)).toBe(0);
    expect([votes.wait('a', 9.5e6), votes.take('a', 10e6), votes.take('a', 11e6)]).toEqual([1, 0, 9]);
    expect([1, 2, 3, 4].map(() => votes.take('a', 1000e6))).toEqual([0, 0, 0, 10]);
  });

  it('shuts nobody out for longer where the clock is set back', () => {
    const attempts = allowance({ atOnce: 2, seconds: 30 });
    const day = 86_400e6;
    expect([1, 2, 3].map(() => attempts.take('a', day))).toEqual([0, 0, 30]);
    expect(attempts.wait('a', 0)).toBe(30);
    expect(attempts.take('a', 31e6)).toBe(0);
  });

  it('remembers only so many keys', () => {
    const few = allowance({ atOnce: 1, seconds: 100, keys: 2 });
    for (const key of ['a', 'b', 'c']) few.take(key, 0);
    expect([few.wait('a', 1), few.wait('b', 1) > 0, few.wait('c', 1) > 0]).toEqual([0, true, true]);
  });

  it('counts a network of 64 bits as one', () => {
    expect([
      householdOf('192.0.2.7'),
      householdOf('2001:db8:1:2::9'),
      householdOf('2001:db8:1:2:3:4:5:6'),
      householdOf('::1'),
      householdOf('2001:db8::'),
    ]).toEqual(['192.0.2.7', '2001:db8:1:2', '2001:db8:1:2', '0:0:0:0', '2001:db8:0:0']);
  });
});

describe('tokens and cookies', () => {
  it('a token is right by its digest alone', () => {
    const isRight = tokenCheck([
      '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      'nonsense',
    ]);
    expect([isRight('foo'), isRight('Foo'), isRight(''), isRight('nonsense')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(tokenCheck([])('')).toBe(false);
  });

  it('a cookie is found by its whole name, the first of two', () => {
    expect(cookie('a=1; lang=bn; xlang=sd; lang=id', 'lang')).toBe('bn');
    expect([cookie(undefined, 'lang'), cookie('langx=1', 'lang'), cookie('lang', 'lang')]).toEqual([
      null,
      null,
      null,
    ]);
    expect(cookie(`${'x=1; '.repeat(2000)}lang=bn`, 'lang')).toBeNull();
    expect(setCookie('a', 'b', { secure: true, maxAge: 5 })).toBe(
      'a=b; Path=/; Max-Age=5; HttpOnly; SameSite=Strict; Secure',
    );
  });
});

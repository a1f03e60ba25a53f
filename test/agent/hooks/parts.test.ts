import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bucket } from '../../../src/agent/hooks/bucket.ts';
import { commandEnvironment } from '../../../src/agent/hooks/command-environment.ts';
import { heldNotice, knockNotice, listenerNotice } from '../../../src/agent/hooks/notice.ts';
import { backOff, mayGoBetter, retryAfter } from '../../../src/agent/hooks/retry.ts';
import { hookSettings } from '../../../src/agent/hooks/settings.ts';
import { signature } from '../../../src/agent/hooks/signature.ts';
import { localMessage, syslogMessage } from '../../../src/agent/hooks/syslog-message.ts';
import { noticeDocument } from '../../../src/contract/notice.ts';
import type { ListenerEvent } from '../../../src/core/listener-event.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { events, scanEvent } from '../../store/events.ts';

const hostile = '"; rm -rf / #$(id)`id`\n\u001B[2J\u202E';
const change: ListenerEvent = {
  kind: 'replaced',
  at: 1_795_219_200_000_000,
  transport: 'tcp',
  port: 3000,
  address: '0.0.0.0',
  exposure: 'public',
  holder: hostile,
  before: 'node',
  verdict: 'suspect',
};

describe('a notice', () => {
  it('is the document of the contract, in a sentence that is harmless to show, for any event', () => {
    fc.assert(
      fc.property(events, fc.string({ unit: 'binary', maxLength: 20 }), (event, host) => {
        const notice = knockNotice(host, event, 'e1');
        expect(noticeDocument.safeParse(JSON.parse(JSON.stringify(notice))).error?.message).toBeUndefined();
        expect(notice.text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('tells of a listener and of what was held back', () => {
    const notice = noticeDocument.parse(listenerNotice('h', change));
    expect(notice.text).toMatch(/^replaced: 3000\/tcp on 0\.0\.0\.0 \(public\) by /);
    expect(notice.listener).toMatchObject({ at: '2026-11-21T00:00:00.000Z', before: 'node' });
    expect(noticeDocument.parse(heldNotice('h', 7, 1_795_219_200_000_000)).held?.count).toBe(7);
  });
});

describe("a command's environment", () => {
  it('has a few words and nothing that a shell would act upon, for any event', () => {
    fc.assert(
      fc.property(events, fc.string({ unit: 'binary', maxLength: 20 }), (event, host) => {
        const env = commandEnvironment(knockNotice(host, event, 'e1'), {
          PATH: '/bin',
          REEVE_WEBHOOK_SECRET: 'secret',
          SSH_AUTH_SOCK: '/x',
        });
        expect(env['PATH']).toBe('/bin');
        for (const [name, value] of Object.entries(env).filter(([key]) => key !== 'PATH')) {
          expect(name).toMatch(
            /^REEVE_(?:NOTICE|HOST|EVENT|HELD|KIND|SOURCE|TOOL|TRANSPORT|PORT|ADDRESS|EXPOSURE|VERDICT)$/,
          );
          expect(value).toMatch(/^[\w.:@ -]+$/);
        }
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('says what the event is about', () => {
    const event = scanEvent('x', { ports: { count: 1, exact: true, top: [{ port: 23, packets: 1 }] } });
    expect(commandEnvironment(knockNotice('h', event, 'e1'), {})).toEqual({
      REEVE_NOTICE: 'knock',
      REEVE_HOST: 'h',
      REEVE_EVENT: 'e1',
      REEVE_KIND: 'port-scan',
      REEVE_SOURCE: '203.0.113.9',
      REEVE_TOOL: 'masscan',
      REEVE_TRANSPORT: 'tcp',
      REEVE_PORT: '23',
    });
  });
});

describe('the rate', () => {
  it('lets a burst through and then so many a minute', () => {
    const bucket = new Bucket(60, 3);
    expect([0, 0, 0, 0].map((at) => bucket.take(at))).toEqual([true, true, true, false]);
    expect(bucket.take(0.9e6)).toBe(false);
    expect(bucket.take(1.1e6)).toBe(true);
    expect(bucket.take(1.2e6)).toBe(false);
  });

  it('never lets more through than the rate and one burst, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5e6, max: 5e6 }), { maxLength: 300 }), (steps) => {
        const bucket = new Bucket(60, 5);
        let [at, forward, taken] = [1e9, 0, 0];
        for (const step of steps) {
          at += step;
          forward += Math.max(0, step);
          if (bucket.take(at)) taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(5 + forward / 1e6);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});

describe('trying again', () => {
  it('waits twice as long each time, up to five minutes, never all at once', () => {
    expect([1, 2, 3, 4].map((attempt) => backOff(attempt, () => 1))).toEqual([1000, 2000, 4000, 8000]);
    expect(backOff(3, () => 0)).toBe(2000);
    expect(backOff(1000, () => 1)).toBe(300_000);
  });

  it('honours what the other side asks for, within reason', () => {
    const now = Date.parse('2026-11-21T00:00:00Z');
    expect(retryAfter('120', now)).toBe(120_000);
    expect(retryAfter('Sat, 21 Nov 2026 00:00:30 GMT', now)).toBe(30_000);
    expect(retryAfter('Fri, 20 Nov 2026 00:00:30 GMT', now)).toBe(0);
    expect(retryAfter('999999999', now)).toBe(3_600_000);
    for (const none of [null, '', 'soon', '-5', '1e9', '2026-11-21'])
      expect(retryAfter(none, now)).toBeNull();
  });

  it('is done where it may go better', () => {
    expect([500, 503, 429, 408].every(mayGoBetter)).toBe(true);
    expect([200, 301, 302, 400, 401, 403, 404, 410].some(mayGoBetter)).toBe(false);
  });
});

describe('the signature', () => {
  it('is an HMAC over time and body', () => {
    const expected = createHmac('sha256', 'key').update('1700000000.{"a":1}').digest('hex');
    expect(signature('key', 1_700_000_000, '{"a":1}')).toBe(`t=1700000000,v1=${expected}`);
  });
});

describe('a message to the system log', () => {
  const sender = { host: 'fw é 1', pid: 42 };

  it('is as RFC 5424 has it', () => {
    const notice = { ...knockNotice('h', scanEvent('x'), 'e1'), generatedAt: '2026-11-21T00:00:00.000Z' };
    expect(syslogMessage(notice, sender)).toMatch(
      /^<29>1 2026-11-21T00:00:00\.000Z fw1 portreeve 42 knock - \u{FEFF}e1 port-scan from 203\.0\.113\.9/u,
    );
    expect(syslogMessage(listenerNotice('h', change), sender)).toMatch(/^<28>1 /);
  });

  it('is as syslog(3) writes it on this machine', () => {
    expect(localMessage(knockNotice('h', scanEvent('x'), null), sender)).toMatch(
      /^<29>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d portreeve\[42\]: port-scan from/,
    );
  });

  it('is one line of a bearable length, whatever it tells of', () => {
    const event = scanEvent('x', { source: hostile.repeat(200) });
    for (const message of [
      syslogMessage(knockNotice('h', event, null), sender),
      localMessage(listenerNotice('h', { ...change, holder: hostile.repeat(500) }), sender),
    ]) {
      expect(message).not.toMatch(/[\u0000-\u001f\u007f]/);
      expect(message.length).toBeLessThan(2000);
    }
  });
});

describe('the settings', () => {
  it('are read', () => {
    expect(hookSettings({})).toMatchObject({ command: null, webhook: null, syslog: null, perMinute: 30 });
    const settings = hookSettings({
      onEvent: 'cat',
      webhook: 'https://example.org/hook?key=1',
      webhookSecret: ' 0123456789abcdef\n',
      syslog: 'tcp://[2001:db8::1]',
      ignore: ['22'],
      rate: '5',
    });
    expect(settings).toMatchObject({
      command: 'cat',
      webhook: { url: 'https://example.org/hook?key=1', secret: '0123456789abcdef' },
      syslog: { kind: 'tcp', host: '2001:db8::1', port: 601 },
      perMinute: 5,
    });
    expect(hookSettings({ syslog: true }).syslog).toEqual({ kind: 'local', path: '/dev/log' });
    expect(hookSettings({ syslog: 'udp://log.example.org' }).syslog).toEqual({
      kind: 'udp',
      host: 'log.example.org',
      port: 514,
    });
  });

  it.each([
    [{ onEvent: ' ' }],
    [{ webhook: 'ftp://example.org' }],
    [{ webhook: 'example.org' }],
    [{ webhook: 'https://user:hunter2@example.org/' }],
    [{ webhook: 'https://example.org', webhookSecret: 'short' }],
    [{ syslog: 'udp://[::1' }],
    [{ syslog: 'udp://host:0' }],
    [{ syslog: 'ldap://host' }],
    [{ rate: '0' }],
    [{ rate: 'many' }],
    [{ ignore: ['everything'] }],
  ])('%j is refused, and no secret repeated', (options) => {
    expect(() => hookSettings(options)).toThrow(/^Asked (?:for|to) (?!.*(?:hunter2|short)).*\. [A-Z]/s);
  });
});

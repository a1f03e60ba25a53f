import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../fuzz.ts';
import { one, read, refused } from './reading.ts';

const message =
  '[UFW BLOCK] IN=eth0 OUT= SRC=1.2.3.4 DST=5.6.7.8 LEN=40 TOS=0x00 PREC=0x00 TTL=4 ID=1 PROTO=TCP SPT=1 DPT=2 WINDOW=5 RES=0x00 SYN URGP=0 ';
const entry = (fields: object): string =>
  JSON.stringify({
    __CURSOR: 's=1;i=2',
    __REALTIME_TIMESTAMP: '1732165200123456',
    __MONOTONIC_TIMESTAMP: '12345',
    _TRANSPORT: 'kernel',
    SYSLOG_IDENTIFIER: 'kernel',
    MESSAGE: message,
    ...fields,
  });

describe('journalctl -o json', () => {
  it.each([
    ['text', message],
    ['bytes', [...Buffer.from(message)]],
    ['several values', [message, 'other']],
  ])('a message as %s', (_, value) => {
    expect(one(entry({ MESSAGE: value }))).toMatchObject({
      at: 1_732_165_200_123_456,
      source: '1.2.3.4',
      destinationPort: 2,
      action: 'blocked',
      headerLength: 20,
    });
  });

  it('as a sequence of records, and with blanks', () => {
    expect(one(`\x1e${entry({})}`).destinationPort).toBe(2);
    expect(one(entry({}).replaceAll('":', '" : ').replaceAll(',"', ' , "')).at).toBe(1_732_165_200_123_456);
  });

  it("firewalld's quotes are escaped", () => {
    const { summary, probes } = read(
      `${entry({ MESSAGE: `"filter_IN_public_DROP: "${message.slice(12)}` })}\n`,
    );
    expect(summary.format).toBe('firewalld');
    expect(probes[0]).toMatchObject({ action: 'blocked' });
  });

  it.each([
    [{ _TRANSPORT: 'syslog', SYSLOG_IDENTIFIER: 'sshd' }, 'firewall words in a line of another program'],
    [{ MESSAGE: null }, 'journal entry whose message was left out'],
    [{ MESSAGE: 'eth0: link up' }, 'not a firewall line'],
  ])('%j', (fields, reason) => {
    expect(refused(entry(fields))).toBe(reason);
  });

  it('ulogd may speak', () => {
    expect(one(entry({ _TRANSPORT: 'syslog', SYSLOG_IDENTIFIER: 'ulogd' })).destinationPort).toBe(2);
  });

  it('other objects are no journal', () => {
    expect(refused('{"log":"IN=eth0","stream":"stdout"}')).toBe('not a firewall line');
    expect(refused('{"a":{"b":[1,2,{"c":"}"}]}}')).toBe('not a firewall line');
    expect(refused(entry({}).slice(0, -40))).toBe('not a firewall line');
  });

  it('any other fields, in any order, change nothing', () => {
    const extra = fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => !/^(MESSAGE|_TRANSPORT|SYSLOG_|__)/.test(name)),
      fc.oneof(fc.string(), fc.integer(), fc.array(fc.string())),
    );
    fc.assert(
      fc.property(extra, extra, (before, behind) => {
        const text = JSON.stringify({
          ...before,
          MESSAGE: message,
          _TRANSPORT: 'kernel',
          __REALTIME_TIMESTAMP: '1732165200123456',
          ...behind,
        });
        expect(one(text)).toMatchObject({ at: 1_732_165_200_123_456, destinationPort: 2 });
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { isOutgoing, microseconds, one, read, refused } from './reading.ts';

const fields =
  '#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path';
const drop =
  '2005-11-20 11:43:41 DROP TCP 192.168.0.7 192.168.0.6 1172 3389 48 S 1640769051 0 65535 - - - RECEIVE';

describe('pfirewall.log', () => {
  it('a real line: tcpsyn is the sequence number', () => {
    expect(one(drop)).toMatchObject({
      at: microseconds('2005-11-20T11:43:41Z'),
      sourcePort: 1172,
      destinationPort: 3389,
      length: 48,
      flags: 'S',
      sequence: 1640769051,
      window: 65535,
      action: 'blocked',
      options: null,
      headerLength: null,
      ttl: null,
      ipId: null,
      dontFragment: null,
    });
  });

  it('the zone is the header: local unless it says another', () => {
    const local = read(`#Time Format: Local\n${drop}\n`, { zoneMinutes: 120 });
    expect(local.probes[0]?.at).toBe(microseconds('2005-11-20T09:43:41Z'));
    expect(local.summary.notes).toContain('times have no zone: taken as UTC+02:00, as given');
    const utc = read(`#Time Format: UTC\n${drop}\n`, { zoneMinutes: 120 });
    expect(utc.probes[0]?.at).toBe(microseconds('2005-11-20T11:43:41Z'));
    expect(utc.summary.notes).toEqual([]);
  });

  it('columns are those of #Fields', () => {
    const text =
      '#Fields: date time path action protocol dst-ip src-ip dst-port src-port\n2024-01-02 03:04:05 SEND DROP UDP 10.0.0.1 10.0.0.2 53 4000\n';
    // A column before the action is not how Windows writes: such a line is not taken for one.
    expect(read(text).probes).toEqual([]);
    const swapped =
      '#Fields: date time action protocol dst-ip src-ip dst-port src-port pid\n2024-01-02 03:04:05 ALLOW UDP 10.0.0.1 10.0.0.2 53 4000\n';
    expect(read(swapped).probes[0]).toMatchObject({
      source: '10.0.0.2',
      destination: '10.0.0.1',
      sourcePort: 4000,
      destinationPort: 53,
      action: 'allowed',
      length: null,
    });
  });

  it('pid behind', () => {
    expect(read(`${fields} pid\n${drop} 1234\n${drop}\n`).probes).toHaveLength(2);
  });

  it.each([
    [`${fields}\n${drop.slice(0, -12)}`, 'cut line'],
    [`${fields}\n2005-11-20 11:43:41 DROP TCP 192.168.0.7 192.168.0.6 11`, 'cut line'],
    [`${fields}\n${drop.replace('TCP', 'WHAT')}`, 'unknown protocol'],
    [`${fields}\n${drop.replace('192.168.0.7', '-')}`, 'firewall line without both addresses'],
    [`${fields}\n2005-11-20 11:43:41 SOMETHING else here`, 'not a firewall line'],
  ])('%s', (text, reason) => {
    const { summary, probes } = read(`${text}\n`);
    expect(probes).toEqual([]);
    expect(summary.skipped).toEqual([{ reason, count: 1, firstAt: 2 }]);
  });

  it('connections: opened by this host, opened from outside, ended', () => {
    const open = read('2005-04-11 08:05:58 OPEN UDP 1.2.3.4 5.6.7.8 500 500 - - - - - - - - -\n');
    expect(isOutgoing(open)).toBe(true);
    expect(open.probes[0]).toMatchObject({ action: 'allowed', flags: null, length: null });
    const inbound = read('2005-04-11 08:05:58 OPEN-INBOUND TCP 1.2.3.4 5.6.7.8 500 500 - - - - - - - - -\n');
    expect(isOutgoing(inbound)).toBe(false);
    expect(refused('2005-04-11 08:05:58 CLOSE TCP 1.2.3.4 5.6.7.8 500 500 - - - - - - - - -')).toBe(
      'connection or translation that was built or ended',
    );
  });

  it('other comments are comments', () => {
    expect(refused('# hello')).toBe('comment');
    expect(refused('#Fields: date time s-ip cs-method cs-uri-stem')).toBe('comment');
  });
});

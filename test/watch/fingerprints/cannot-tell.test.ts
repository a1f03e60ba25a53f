import { describe, expect, it } from 'vitest';
import { cannotTell } from '../../../src/watch/fingerprints/index.ts';
import { known } from '../../../src/watch/record.ts';

const plainLog =
  known.ports | known.flags | known.window | known.ttl | known.ipId | known.length | known.fragment;
const sequences = known.sequence | known.acknowledgement;
const options = known.optionKinds | known.optionValues;

describe('what an input cannot tell', () => {
  it('is nothing where all is there, and where no SYN was', () => {
    expect(cannotTell(plainLog | sequences | options, 'iptables')).toEqual([]);
    expect(cannotTell(plainLog | sequences | options | known.headerLength, 'pcap')).toEqual([]);
    expect(cannotTell(0, 'iptables')).toEqual([]);
  });

  it.each(['iptables', 'ufw', 'firewalld', 'iptables + ufw'])('names the option that %s lacks', (format) => {
    expect(cannotTell(plainLog, format)).toEqual([
      expect.stringMatching(
        /^this log cannot tell nmap from masscan.*add --log-tcp-sequence --log-tcp-options/,
      ),
    ]);
  });

  it('is every tool where a flow log does not even show flags', () => {
    expect(cannotTell(0, 'vpcflow')).toEqual([
      expect.stringMatching(/^this log cannot tell any tool from another.*a capture of the packets has$/),
    ]);
  });

  it('says of sequences without options what they leave open', () => {
    const [sentence, ...rest] = cannotTell(plainLog | sequences, 'iptables');
    expect(sentence).toContain('connect()');
    expect(rest).toEqual([]);
  });

  it('knows that IPv6 has none, and gives no advice then', () => {
    const [sentence, ...rest] = cannotTell(
      (plainLog | sequences | options) & ~(known.ipId | known.fragment),
      'pcap',
    );
    expect(sentence).toBe(
      'this capture cannot prove masscan or ZMap: its packets are IPv6, which has no identification',
    );
    expect(rest).toEqual([]);
  });

  it('says of options without sequences that they are a form alone', () => {
    expect(cannotTell(plainLog | options, 'iptables')).toEqual([
      expect.stringMatching(/^this log tells nmap from masscan by form alone.*--log-tcp-sequence/),
    ]);
  });

  it('knows that a Windows log has no identification', () => {
    const windows = known.ports | known.flags | known.window | known.length | sequences;
    expect(cannotTell(windows, 'pfirewall').join(' ')).toContain('cannot prove masscan or ZMap');
  });

  it('knows that filterlog names options without values', () => {
    const pf = plainLog | sequences | known.optionKinds;
    expect(cannotTell(pf, 'filterlog')).toEqual([expect.stringContaining('ZMap since 4.1')]);
  });

  it.each(['asa', 'vpc-flow'])('has little to say of %s', (format) => {
    expect(cannotTell(known.ports, format)).toEqual([
      expect.stringContaining('cannot tell any tool from another'),
    ]);
  });

  it('advises a longer snap length for a cut capture', () => {
    expect(cannotTell(plainLog | sequences, 'pcap')).toEqual([expect.stringContaining('-s 96')]);
  });
});

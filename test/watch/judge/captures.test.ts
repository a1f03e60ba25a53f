import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Scan } from '../../../src/core/knock.ts';
import { captures, capturesMissing, readPath } from '../read/real.ts';

/** What each capture truly is, looked at packet by packet with another program first. */
const files: Readonly<Record<string, readonly Partial<Record<keyof Scan, unknown>>[]>> = {
  // Every SYN of 5 s and 1,000 ports, at three hosts of one link.
  'nmap-syn-scan.pcap': [
    {
      kind: 'port-scan',
      source: '10.0.0.140',
      tool: expect.objectContaining({ name: 'nmap' }),
      spoofable: true,
    },
  ],
  'masscan-1.0.4-tcp-0-1000.pcap': [
    { kind: 'port-scan', tool: expect.objectContaining({ name: 'masscan', level: 'proven' }), packets: 1001 },
  ],
  'masscan-1.0.4-udp-0-1000.pcap': [{ kind: 'port-scan', transport: 'udp', packets: 1001 }],
  // Version detection at ports 80 and 443 of one web server: each connection of an ordinary kernel is accepted, so
  // that nothing in it is a scan's.
  'nmap-connect-80-all.pcap': [],
  // Ten ports of one host by an ordinary kernel (macOS), refused in the time of a blink.
  'port-scan.pcap': [
    { kind: 'port-scan', source: '192.168.2.154', tool: expect.objectContaining({ name: 'kernel connect' }) },
  ],
  // Nine targets in 104 minutes, by Windows, with its retries; the file runs backwards in time.
  'slow-445-worm-scan.pcap': [
    {
      kind: 'host-sweep',
      source: '176.192.150.3',
      tool: expect.objectContaining({ name: 'kernel connect' }),
    },
  ],
  // Ten targets at 80, 88 and 8080 in 3.7 hours.
  'slow-multiport-scan.pcap': [{ kind: 'host-sweep', source: '125.27.226.209', packets: 10 }],
  'icmp-sweep.pcapng': [{ kind: 'host-sweep', source: '10.0.0.128', transport: 'icmp' }],
  'iptables-syn-scan.log': [
    { kind: 'port-scan', source: '192.168.10.55', tool: expect.objectContaining({ name: 'nmap' }) },
  ],
  'iptables-udp-scan.log': [{ kind: 'port-scan', source: '192.168.10.55', transport: 'udp' }],
  'iptables-xmas-scan.log': [
    { kind: 'port-scan', source: '192.168.10.55', tool: expect.objectContaining({ name: 'nmap' }) },
  ],
  'iptables-ipv6-connect-scan.log': [{ kind: 'port-scan', source: '2001:db8:0:f101::2' }],
};

describe.skipIf(capturesMissing)('real captures (skipped: ../shared/captures is not there)', () => {
  it.each(Object.entries(files))('%s is judged as what it is', async (name, wanted) => {
    const { findings } = await readPath(path.join(captures, name));
    expect(findings.scans).toHaveLength(wanted.length);
    for (const [index, scan] of findings.scans.entries()) expect(scan).toMatchObject(wanted[index] ?? {});
  });

  it('of backscatter call no victim a scanner', async () => {
    const { findings } = await readPath(path.join(captures, 'backscatter-darknet-2009.pcap'));
    const victims = findings.backscatter.victims.map(({ address }) => address);
    expect(victims.length).toBeGreaterThan(0);
    // Two machines beside the darknet ask a name server once each; nobody scans.
    expect(findings.scans.every(({ kind }) => kind === 'probe')).toBe(true);
    expect(
      findings.scans.flatMap(({ sources }) => sources).filter((source) => victims.includes(source)),
    ).toEqual([]);
  });

  it('of slow scans say that they are, with their mean', async () => {
    const { findings } = await readPath(path.join(captures, 'slow-445-worm-scan.pcap'));
    expect(findings.scans[0]?.because.join(' ')).toContain(
      'Slow: 21 packets over 104 min, one each 5.2 min on average',
    );
  });

  it('of a firewall’s log say what the firewall did', async () => {
    const { findings } = await readPath(path.join(captures, 'iptables-syn-scan.log'));
    expect(findings.scans[0]?.because[0]).toMatch(
      /^501 different ports on 1 target in 102 s, (blocked|no answer seen)\.$/,
    );
  });
});

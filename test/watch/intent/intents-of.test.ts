import { describe, expect, it } from 'vitest';
import type { PortCount } from '../../../src/core/knock.ts';
import { intentsOf } from '../../../src/watch/intent/index.ts';
import type { SourceSummary } from '../../../src/watch/source-summary.ts';
import { hex } from '../packets.ts';
import { batchOf, type RecordFields } from '../fingerprints/records.ts';
import { summaryOfRecords } from '../fingerprints/summaries.ts';

const tcp = 6;
const udp = 17;

const to = (ports: readonly number[], protocol = tcp): SourceSummary =>
  summaryOfRecords(batchOf(ports.map((destinationPort): RecordFields => ({ protocol, destinationPort }))));

const names = (summary: SourceSummary): readonly string[] =>
  intentsOf(summary, 'port-scan').map(({ name }) => name);

describe('what a knock looks for', () => {
  it.each<[string, readonly number[]]>([
    ['telnet-botnet', [23, 23, 2323]],
    ['android-debug', [5555]],
    ['web-administration', [8080, 8443, 10000]],
    ['open-database', [6379, 27017, 9200, 11211]],
    ['desktop-login', [3389, 5900]],
    ['ssh-login', [22, 2222]],
    ['smb-worm', [445, 445, 139]],
    ['industrial-control', [502, 102, 20000]],
    ['telephone-fraud', [5060]],
    ['printer', [9100]],
    ['open-proxy', [1080, 3128]],
    ['container-control', [2375, 6443, 10250]],
    ['crypto-miner', [8545]],
    ['mail-relay', [25, 587]],
    ['router-management', [7547]],
    ['quiet-port', [2244]],
    ['quiet-port', [1717]],
    ['dormant-array', [2171, 2172, 2173, 2174, 2504]],
  ])('%s: %o', (name, ports) => {
    expect(names(to(ports))).toEqual([name]);
  });

  it('names each purpose that has a tenth of the packets, the largest first', () => {
    const ports = [...Array.from({ length: 12 }, () => 22), ...Array.from({ length: 7 }, () => 3389), 5555];
    expect(names(to(ports))).toEqual(['ssh-login', 'desktop-login']);
    const [first] = intentsOf(to(ports), 'port-scan');
    expect(first?.because).toBe('port 22 in 12 of 20 packets');
  });

  it('sees a census and a full range by the number of ports', () => {
    expect(names(to(Array.from({ length: 100 }, (_, index) => index + 1)))).toEqual(['service-census']);
    const [census] = intentsOf(to([...Array.from({ length: 16 }, (_, n) => 3000 + n), 22]), 'port-scan');
    expect(census?.because).toMatch(/^17 different ports; of the 1\d most frequent, 1 is below 1024$/);
    const wide = {
      ...to([1, 2]),
      ports: { count: 65_000, exact: false, top: [{ port: 1, packets: 1 } as PortCount] },
    };
    expect(intentsOf(wide, 'port-scan')).toEqual([
      expect.objectContaining({
        name: 'full-range',
        because: expect.stringContaining('about 65,000 of 65,536'),
      }),
    ]);
  });

  it('tells amplifiers by payload and by port', () => {
    const monlist = summaryOfRecords(
      batchOf([{ protocol: udp, destinationPort: 123, payload: hex(`1700032a${'00'.repeat(44)}`) }]),
    );
    expect(intentsOf(monlist, 'probe')[0]).toMatchObject({
      name: 'amplifier-ntp',
      because: 'the payload in 1 of 1 kept packets with data',
    });
    expect(names(to([11211], udp))).toEqual(['amplifier-memcached']);
    // Over TCP the same port is a cache without a password.
    expect(names(to([11211]))).toEqual(['open-database']);
  });

  it('says nothing of a misdirected client, of unknown ports, of no ports', () => {
    expect(intentsOf(to([23]), 'misdirected')).toEqual([]);
    expect(names(to([40_001]))).toEqual([]);
    expect(names({ ...to([23]), ports: { count: 0, exact: true, top: [] } })).toEqual([]);
  });

  it('knows what ICMP asks', () => {
    expect(names({ ...to([1]), protocol: 'icmp' })).toEqual(['host-discovery']);
  });
});

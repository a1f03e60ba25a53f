import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitOfRead } from '../../../src/cli/knock-exit.ts';
import { headline } from '../../../src/cli/render/knocks/headline.ts';
import { thousands } from '../../../src/cli/render/text.ts';
import { golden } from '../../fixtures/golden/golden.ts';
import { captures, capturesMissing, printed, readPath } from './real.ts';

/** What each is, as whoever published it says; the reports must not contradict it. */
const described: Readonly<Record<string, string>> = {
  'backscatter-darknet-2009.pcap': 'Answers to forged packets, seen by unused addresses in 2009',
  'icmp-sweep.pcapng': 'Echo requests to many hosts, one after the other',
  'iptables-ipv6-connect-scan.log': 'A connect scan by nmap over IPv6, as the kernel logged it',
  'iptables-syn-scan.log': 'A SYN scan by nmap, as the kernel logged it',
  'iptables-udp-scan.log': 'A UDP scan by nmap, as the kernel logged it',
  'iptables-xmas-scan.log': 'A scan by nmap with FIN, PSH and URG set, as the kernel logged it',
  'masscan-1.0.4-tcp-0-1000.pcap': 'masscan 1.0.4 at the TCP ports 0 to 1000 of one host',
  'masscan-1.0.4-udp-0-1000.pcap': 'masscan 1.0.4 at the UDP ports 0 to 1000 of one host',
  'nmap-connect-80-all.pcap': 'nmap with its scripts at port 80 of one host, every connection accepted',
  'nmap-syn-scan.pcap': 'nmap -sS at three hosts',
  'port-scan.pcap': 'Ten ports of one host within a millisecond, by a kernel',
  'slow-445-worm-scan.pcap': 'A worm that looks for port 445, slowly',
  'slow-multiport-scan.pcap': 'Several ports, slowly',
  'windows-pfirewall.log': 'The log of a Windows firewall',
};

const docs = path.resolve(import.meta.dirname, '../../../docs/captures.md');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

const opening = `# What \`reeve read\` says of real captures

Captures and firewall logs that other projects published, used by the tests in place (\`test/watch/read/captures.test.ts\`
writes this table). They are not part of this repository. Whole reports of each stand in \`test/fixtures/golden/read\`.

| file | what it is | format | packets or lines | exit | what \`reeve read\` said |
|---|---|---|---|---|---|
`;

describe.skipIf(capturesMissing)('real captures and logs (skipped: ../shared/captures is not there)', () => {
  const files = capturesMissing ? [] : readdirSync(captures).sort();

  test('each is described', () => {
    expect(Object.keys(described).sort()).toEqual(files);
  });

  test.each(files)('%s is reported as before', async (file) => {
    golden(`read/${file}.txt`, printed(file, await readPath(path.join(captures, file))));
  });

  test('the table in docs/captures.md says the same', async () => {
    const rows: string[] = [];
    for (const file of files) {
      const answer = await readPath(path.join(captures, file));
      const { input, findings } = answer;
      const said = [headline(findings), ...answer.cannotTell].join(' ');
      rows.push(
        `| ${file} | ${described[file] ?? ''} | ${input.format} | ${thousands(input.count)} | ${exitOfRead(findings, input)} | ${cell(said)} |`,
      );
    }
    const text = `${opening}${rows.join('\n')}\n`;
    if (process.env['REEVE_UPDATE'] === '1') writeFileSync(docs, text);
    expect(text).toBe(readFileSync(docs, 'utf8'));
  });
});

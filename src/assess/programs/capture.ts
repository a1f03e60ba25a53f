import type { Program } from './program.ts';

/** What looks at packets, or makes its own: raw and packet sockets are its trade. */
// biome-ignore format: a table, some lines a program
export const capturePrograms: readonly Program[] = [
  { name: 'tcpdump', kind: 'capture', names: ['tcpdump', 'dumpcap', 'wireshark', 'tshark', 'termshark',
    'ngrep', 'tcpflow', 'netsniff-ng', 'pktmon', 'ettercap', 'bettercap', 'kismet'],
    packages: ['tcpdump', 'wireshark', 'tshark', 'ngrep', 'tcpflow', 'netsniff'], raw: true },
  { name: 'intrusion detection', kind: 'capture',
    names: ['suricata', 'Suricata-Main', 'snort', 'zeek', 'bro', 'arkime-capture', 'maltrail'],
    packages: ['suricata', 'snort', 'zeek', 'arkime'], tcp: [47760], raw: true },
  { name: 'traffic accounting', kind: 'capture', names: ['ntopng', 'nprobe', 'pmacctd', 'nfpcapd',
    'softflowd', 'iftop', 'nethogs', 'vnstatd', 'darkstat', 'bandwhich', 'sniffnet', 'iptraf-ng', 'argus',
    'p0f'], tcp: [3000, 3001, 667, 561], udp: [2055, 6343], packages: ['ntopng', 'pmacct', 'softflowd',
    'iftop', 'nethogs', 'darkstat', 'iptraf', 'argus', 'p0f'], raw: true, roams: true },
  { name: 'ping and its kin', kind: 'capture', names: ['ping', 'fping', 'arping', 'mtr', 'mtr-packet',
    'traceroute', 'tracepath', 'smokeping', 'oping', 'noping', 'hping3', 'nping', 'arpwatch', 'arp-scan',
    'netdiscover', 'addrwatch'], runs: /smokeping/, packages: ['iputils', 'fping', 'arping', 'mtr',
    'traceroute', 'smokeping', 'hping', 'nmap', 'arpwatch', 'arp-scan'], raw: true, roams: true },
  { name: 'port scanner', kind: 'capture', names: ['nmap', 'masscan', 'zmap', 'rustscan', 'naabu'],
    packages: ['nmap', 'masscan', 'zmap'], raw: true, roams: true },
];

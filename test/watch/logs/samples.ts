import type { LogFormatName } from '../../../src/watch/logs/options.ts';

/** A real line of each format. */
export const samples: Readonly<Record<LogFormatName, string>> = {
  iptables:
    'Mar 11 20:35:11 linux kernel: [463490.251762] DROP IN=eth1 OUT= MAC=23:87:fc:c6:24:58:00:21:3f:98:99:78:09:00 SRC=192.168.10.55 DST=192.168.10.1 LEN=44 TOS=0x00 PREC=0x00 TTL=53 ID=15270 PROTO=TCP SPT=56247 DPT=1025 WINDOW=3072 RES=0x00 SYN URGP=0 OPT (020405B4) ',
  ufw: 'Feb 16 21:32:59 localhost kernel: [10011.602893] [UFW BLOCK] IN=eth0 OUT= MAC=f2:3c:91:29:73:c9:84:78:ac:5a:1a:41:08:00 SRC=176.58.242.167 DST=176.58.115.21 LEN=40 TOS=0x08 PREC=0x40 TTL=242 ID=62227 PROTO=TCP SPT=8839 DPT=7547 WINDOW=14600 RES=0x00 SYN URGP=0',
  firewalld:
    '[   75.108415] "filter_IN_public_REJECT: "IN=ethx0 OUT= MAC=52:54:84:00:0c:bd:52:54:84:00:0c:bc:08:00 SRC=192.168.101.71 DST=192.168.101.72 LEN=40 TOS=0x00 PREC=0xC0 TTL=255 ID=1 PROTO=112',
  filterlog:
    '<134>Jul  3 19:10:30 filterlog[72237]: 146,,,1535324496,igb1.12,match,block,in,4,0x0,,63,12617,0,DF,6,tcp,60,10.170.12.50,1.1.1.1,49724,853,0,S,1891286705,,64240,,mss;sackOK;TS;nop;wscale',
  pf: '2001 Dec 20 20:16:24.674266 rule 2/0(match): block in on ae0: 192.168.49.3.137 > 192.168.49.255.137:  udp 50 (ttl 64, id 61825)',
  pfirewall:
    '2005-11-20 11:43:41 DROP TCP 192.168.0.7 192.168.0.6 1172 3389 48 S 1640769051 0 65535 - - - RECEIVE',
  vpcflow:
    '2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK',
  asa: 'Apr 24 2013 16:00:28 INT-FW01 : %ASA-6-106100: access-list inside denied udp inside/172.29.2.101(1039) -> outside/192.168.2.10(53) hit-cnt 1 first hit [0xd820e56a, 0x0]',
};

import { describe, expect, it } from 'vitest';
import { isOutgoing, one, read, refused } from './reading.ts';

const hardware = 'MAC=23:87:fc:c6:24:58:00:21:3f:98:99:78:09:00';
const ends = 'SRC=192.168.10.55 DST=192.168.10.1';
const ip = `LEN=40 TOS=0x00 PREC=0x00 TTL=44 ID=31526`;
const syn = 'PROTO=TCP SPT=43347 DPT=1025 WINDOW=1024 RES=0x00 SYN URGP=0';

/** A kernel's line with a prefix, from the fields behind MAC on. */
const line = (prefix: string, rest = `${ends} ${ip} ${syn}`): string =>
  `Mar 15 20:57:55 linux kernel: [810454.796629] ${prefix}IN=eth0 OUT= ${hardware} ${rest} `;

describe('real lines', () => {
  it('ZMap, in a stamp with a zone', () => {
    expect(
      one(
        '2015-03-07T05:09:30.045015+02:00 servername kernel: DROP: IN=eth0 OUT= MAC=00:11:22 SRC=4.4.4.4 DST=1.2.3.4 LEN=40 TOS=0x00 PREC=0x00 TTL=228 ID=54321 PROTO=TCP SPT=58923 DPT=21 WINDOW=65535 RES=0x00 SYN URGP=0 ',
      ),
    ).toMatchObject({
      at: Date.UTC(2015, 2, 7, 3, 9, 30) * 1000 + 45_015,
      ipId: 54321,
      ttl: 228,
      window: 65535,
      flags: 'S',
      headerLength: 20,
      options: [],
      payloadLength: 0,
      sequence: null,
      acknowledgement: null,
    });
  });

  it('an ICMP error quotes the packet that it answers', () => {
    const probe = one(
      'Jan  8 03:37:09 DENY: IN=eth0 OUT= MAC= SRC=192.168.2.71 DST=192.168.2.83 LEN=88 TOS=0x00 PREC=0x00 TTL=118 ID=21684 PROTO=ICMP TYPE=3 CODE=3 [SRC=192.168.2.83 DST=192.168.173.191 LEN=60 TOS=0x00 PREC=0x00 TTL=54 ID=0 DF PROTO=UDP SPT=21458 DPT=62936 LEN=40 ]',
    );
    expect(probe).toMatchObject({
      source: '192.168.2.71',
      ttl: 118,
      ipId: 21684,
      length: 88,
      dontFragment: false,
      icmp: { type: 3, code: 3 },
      sourcePort: null,
      quoted: {
        source: '192.168.2.83',
        destination: '192.168.173.191',
        protocol: 'udp',
        sourcePort: 21458,
        destinationPort: 62936,
      },
    });
  });

  it('ufw in RFC 5424, whose brackets strict readers eat', () => {
    const { probes, summary } = read(
      '<0>1 2024-01-15T10:30:00Z localhost kernel 0 - [UFW BLOCK] IN=eth0 OUT= MAC=f2:3c SRC=176.58.242.167 DST=176.58.115.21 LEN=40 TOS=0x08 PREC=0x40 TTL=242 ID=62227 PROTO=TCP SPT=8839 DPT=7547 WINDOW=14600 RES=0x00 SYN URGP=0\n',
    );
    expect(summary.format).toBe('ufw');
    expect(probes[0]).toMatchObject({
      tos: 0x48,
      action: 'blocked',
      at: Date.UTC(2024, 0, 15, 10, 30) * 1000,
    });
  });

  it("firewalld's prefix with its quotes", () => {
    const { probes, summary } = read(
      '[   75.108415] "filter_IN_public_REJECT: "IN=ethx0 OUT= MAC=52:54:84:00:0c:bd:52:54:84:00:0c:bc:08:00 SRC=192.168.101.71 DST=192.168.101.72 LEN=40 TOS=0x00 PREC=0xC0 TTL=255 ID=1 PROTO=112\n',
    );
    expect(summary.format).toBe('firewalld');
    expect(probes[0]).toMatchObject({ protocol: 'proto-112', action: 'blocked', tos: 0xc0, at: null });
  });

  it('the line with every key', () => {
    expect(
      one(
        `Mar 15 20:57:55 fw kernel: X IN=eth0 OUT=eth1 ${hardware} SRC=1.2.3.4 DST=5.6.7.8 LEN=1500 TOS=0x10 PREC=0x00 TTL=44 ID=31526 CE DF MF FRAG=0 OPT (0727000000) PROTO=TCP SPT=4515 DPT=111 SEQ=4168094040 ACK=7 WINDOW=32120 RES=0x04 CWR ECE URG ACK PSH RST SYN FIN URGP=0 OPT (020405B40402080A05E3F3C40000000001030300) UID=0 GID=0 MARK=0xd4`,
      ),
    ).toMatchObject({
      length: 1500,
      ipId: 31526,
      dontFragment: true,
      sequence: 4168094040,
      acknowledgement: 7,
      flags: 'FSRPAUECN',
      window: 32120,
      interface: 'eth0',
    });
  });

  it('options in bytes, exactly', () => {
    expect(
      one(
        line(
          'DROP ',
          `${ends} LEN=60 TOS=0x00 PREC=0x00 TTL=44 ID=31526 DF ${syn} OPT (020405B40402080A05E3F3C40000000001030307)`,
        ),
      ),
    ).toMatchObject({
      dontFragment: true,
      headerLength: 40,
      payloadLength: 0,
      options: ['mss 1460', 'sackOK', 'TS 98825156 0', 'nop', 'wscale 7'],
    });
  });

  it.each([
    ['ESP', 'PROTO=ESP SPI=0xcb886522', 'proto-50'],
    ['AH', 'PROTO=AH SPI=0x1', 'proto-51'],
    ['IGMP by number', 'PROTO=2', 'proto-2'],
    ['SCTP by number', 'PROTO=132', 'sctp'],
  ])('%s', (_, rest, protocol) => {
    expect(one(line('', `${ends} ${ip} ${rest} MARK=0xd4`))).toMatchObject({
      protocol,
      sourcePort: null,
      flags: null,
    });
  });

  it('an echo of IPv6: the second ID is its own', () => {
    expect(
      one(
        line(
          '',
          'SRC=fe80:0000:0000:0000:0000:0000:0000:0001 DST=ff02:0000:0000:0000:0000:0000:0000:0001 LEN=104 TC=3 HOPLIMIT=64 FLOWLBL=868225 PROTO=ICMPv6 TYPE=128 CODE=0 ID=3427 SEQ=1',
        ),
      ),
    ).toMatchObject({
      source: 'fe80::1',
      destination: 'ff02::1',
      protocol: 'icmpv6',
      echo: { id: 3427, sequence: 1 },
      icmp: { type: 128, code: 0 },
      ipId: null,
      dontFragment: null,
      tos: 3,
      length: 104,
    });
  });
});

describe('unknown is not 0', () => {
  it('without --log-tcp-options only the shortest packet tells that it has none', () => {
    expect(one(line('', `${ends} LEN=40 TOS=0x00 PREC=0x00 TTL=1 ID=2 ${syn}`))).toMatchObject({
      options: [],
      headerLength: 20,
    });
    expect(one(line('', `${ends} LEN=44 TOS=0x00 PREC=0x00 TTL=1 ID=2 ${syn}`))).toMatchObject({
      options: null,
      headerLength: null,
      payloadLength: null,
    });
  });

  it('a later fragment has no ports, a packet too short has what came before', () => {
    const fragment = read(line('', `${ends} ${ip} MF FRAG:185 PROTO=UDP`));
    expect(fragment.probes[0]).toMatchObject({ sourcePort: null, payloadLength: null });
    expect((fragment.shapes[0] ?? 0) & (1 << 11)).not.toBe(0);
    const short = read(
      line('', `${ends} LEN=28 TOS=0x00 PREC=0x00 TTL=1 ID=2 PROTO=TCP INCOMPLETE [8 bytes]`),
    );
    expect(short.probes[0]).toMatchObject({ flags: null, window: null, sourcePort: null });
    expect((short.shapes[0] ?? 0) & (1 << 13)).not.toBe(0);
  });
});

describe('what the prefix says', () => {
  it.each([
    ['[UFW BLOCK] ', 'blocked'],
    ['[UFW LIMIT BLOCK] ', 'blocked'],
    ['[UFW ALLOW] ', 'allowed'],
    ['[UFW AUDIT] ', null],
    ['[UFW AUDIT INVALID] ', null],
    ['[UFW LIMIT] ', null],
    ['DROP', 'blocked'],
    ['DROP INVALID ', 'blocked'],
    ['iptables denied: ', 'blocked'],
    ['[wan-lan-default-D]', 'blocked'],
    ['[WAN_LOCAL-10-R]', 'blocked'],
    ['[WAN_IN-20-A]', 'allowed'],
    ['Shorewall:net2fw:REJECT:', 'blocked'],
    ['"filter_IN_public_DROP: "', 'blocked'],
    ['ACCEPT then DROP ', null],
    ['DROPBEAR ', null],
    ['new connection ', null],
    ['', null],
  ])('%j: %s', (prefix, action) => {
    expect(one(line(prefix)).action).toBe(action);
    // Without the kernel's clock, and again behind another prefix, as answers are kept.
    const plain = line(prefix).replace('[810454.796629] ', '');
    expect(read(`${plain}\n${line('[UFW ALLOW] ')}\n${plain}\n`).probes.map((probe) => probe.action)).toEqual(
      [action, 'allowed', action],
    );
  });

  it("a host's name is no prefix", () => {
    expect(one(line('').replace(' linux ', ' drop-1 ')).action).toBeNull();
  });

  it('syslog repeats a message and says how often', () => {
    const text = `Mar 15 20:57:55 linux kernel: message repeated 3 times: [ [UFW BLOCK] IN=eth0 OUT= ${ends} ${ip} ${syn} ]`;
    expect(one(text.replace('kernel: ', ''))).toMatchObject({ packets: 3, action: 'blocked' });
  });
});

describe('direction', () => {
  it('OUT alone is what this host sent', () => {
    const out = read(line('').replace('IN=eth0 OUT=', 'IN= OUT=wlan0'));
    expect(isOutgoing(out)).toBe(true);
    expect(out.probes[0]?.interface).toBe('wlan0');
    expect(isOutgoing(read(line('')))).toBe(false);
    expect(isOutgoing(read(line('').replace('OUT=', 'OUT=eth1')))).toBe(false);
  });
});

describe('what is no record', () => {
  it.each([
    [
      'IN=eth0 OUT= ARP HTYPE=1 PTYPE=0x0800 OPCODE=1 MACSRC=52:54:00:11:22:33',
      'firewall line without both addresses',
    ],
    [`IN=eth0 OUT= ${hardware} SRC=192.168.10.55 DST=192.168.1`, 'cut line'],
    [`IN=eth0 OUT= ${hardware} ${ends} ${ip} PROTO=TCP SPT=43347 DPT=10`, 'cut line'],
    [`IN=eth0 OUT= ${hardware} ${ends} ${ip} PROTO=UDP SPT=43347 DPT=10`, 'cut line'],
    [`IN=eth0 OUT= ${hardware} ${ends} ${ip} ${syn} OPT (020405`, 'cut line'],
    [`IN=eth0 OUT= SRC=host.example DST=1.2.3.4 ${ip} ${syn}`, 'a name or rubbish instead of an address'],
    [`IN=eth0 OUT= SRC=1.2.3.4 DST=::1 ${ip} ${syn}`, 'IPv4 and IPv6 in one line'],
    [`IN=eth0 OUT= ${ends} ${ip} PROTO=XYZ SPT=1`, 'unknown protocol'],
    ['audit: type=1400 CHECKIN=yes', 'not a firewall line'],
    ['IN=eth0 SRC=1.2.3.4 DST=5.6.7.8', 'not a firewall line'],
  ])('%s', (rest, reason) => {
    expect(refused(`Mar 15 20:57:55 linux kernel: ${rest}`)).toBe(reason);
  });

  it.each([
    `Nov 21 05:00:00 host sshd[123]: Invalid user IN=eth0 OUT= ${ends} ${ip} ${syn}`,
    `<38>1 2026-11-21T05:00:00Z host sshd 123 - - Invalid user IN=eth0 OUT= ${ends} ${ip} ${syn}`,
    `14,1234,5678901,-;IN=eth0 OUT= ${ends} ${ip} ${syn}`,
    `Nov 21 05:00:00 host named[9]: query IN=eth0 OUT= ${ends} ${ip} ${syn}`,
  ])('what strangers had other programs write: %s', (text) => {
    expect(refused(text)).toBe('firewall words in a line of another program');
  });

  it('ulogd may speak for the kernel', () => {
    expect(one(`Nov 21 05:00:00 host ulogd[123]: DROP IN=eth0 OUT= ${ends} ${ip} ${syn}`).action).toBe(
      'blocked',
    );
  });
});

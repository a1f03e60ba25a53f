/** What a set of ports tells of its sender's purpose. */
export interface PortIntent {
  /** Stable: `telnet-botnet`. */
  readonly name: string;
  readonly text: string;
  readonly transport: 'tcp' | 'udp' | 'any';
  readonly ports: readonly number[];
}

/** The first that a port belongs to names it. Where a port has several uses, the one that scanners want stands first. */
export const portIntents: readonly PortIntent[] = [
  {
    name: 'telnet-botnet',
    text: 'Telnet of cameras, routers and recorders, as botnets seek them to spread',
    transport: 'tcp',
    ports: [23, 2323, 23231, 26, 9527, 60023],
  },
  {
    name: 'android-debug',
    text: 'the debug bridge of Android devices, which asks for no password',
    transport: 'tcp',
    ports: [5555],
  },
  {
    name: 'router-management',
    text: "routers' remote management (TR-069 and makers' own back doors)",
    transport: 'tcp',
    ports: [7547, 5431, 32764, 37215, 52869, 49152, 8291],
  },
  {
    name: 'router-management',
    text: "routers' remote management (makers' own back doors)",
    transport: 'udp',
    ports: [53413, 32764],
  },
  {
    name: 'smb-worm',
    text: 'Windows file sharing and its remote calls, the way of worms',
    transport: 'tcp',
    ports: [445, 139, 135],
  },
  {
    name: 'desktop-login',
    text: 'remote desktops, to try passwords',
    transport: 'tcp',
    ports: [3389, 5900, 5901, 5902, 5800, 5938, 4899, 3388, 33890],
  },
  { name: 'ssh-login', text: 'SSH, to try passwords', transport: 'tcp', ports: [22, 2222, 22222, 222, 2022] },
  {
    name: 'open-database',
    text: 'databases and caches that were left without a password',
    transport: 'tcp',
    ports: [6379, 27017, 27018, 9200, 9300, 11211, 5984, 9042, 7000, 7001, 8086, 2181, 9092, 50000, 28017],
  },
  {
    name: 'database-login',
    text: 'databases, to try passwords',
    transport: 'tcp',
    ports: [3306, 1433, 5432, 1521, 33060, 5433, 1434],
  },
  {
    name: 'container-control',
    text: 'interfaces of Docker, Kubernetes and their stores, by which a whole machine is taken',
    transport: 'tcp',
    ports: [2375, 2376, 2377, 6443, 10250, 10255, 2379, 2380, 4243, 8001],
  },
  {
    name: 'industrial-control',
    text: 'controllers of plants and buildings',
    transport: 'any',
    ports: [502, 102, 20000, 44818, 47808, 2404, 1911, 4911, 789, 9600, 1962, 20547, 18245, 34962],
  },
  {
    name: 'telephone-fraud',
    text: 'telephone servers, to place calls at their cost',
    transport: 'any',
    ports: [5060, 5061, 5160, 5038],
  },
  { name: 'printer', text: 'printers', transport: 'tcp', ports: [9100, 515, 631] },
  {
    name: 'open-proxy',
    text: 'proxies that serve anybody',
    transport: 'tcp',
    ports: [1080, 3128, 8118, 8123, 9050, 1081, 4145, 10808, 8888],
  },
  {
    name: 'crypto-miner',
    text: 'nodes and miners of cryptocurrencies',
    transport: 'tcp',
    ports: [8545, 8546, 3333, 4028, 14444, 8333, 30303, 18081, 9332],
  },
  {
    name: 'mail-relay',
    text: 'mail servers, to relay or to try passwords',
    transport: 'tcp',
    ports: [25, 465, 587, 110, 143, 993, 995, 2525],
  },
  {
    name: 'web-administration',
    text: 'web pages for administration',
    transport: 'tcp',
    ports: [
      8080, 8443, 10000, 8081, 8000, 8088, 8090, 9090, 9443, 7443, 4443, 10443, 2082, 2083, 2086, 2087, 8834,
    ],
  },
  { name: 'web', text: 'web servers', transport: 'tcp', ports: [80, 443, 81, 82, 88, 8008] },
  {
    name: 'file-transfer',
    text: 'file servers (FTP, rsync, NFS, AFP)',
    transport: 'tcp',
    ports: [21, 873, 2049, 548, 111, 990],
  },
  {
    name: 'remote-shell',
    text: 'remote shells and consoles of old systems',
    transport: 'tcp',
    ports: [512, 513, 514, 5985, 5986, 1099],
  },
  {
    name: 'quiet-port',
    text: 'a registered port that hardly any program uses: a census of all ports, or someone who knows of this machine',
    transport: 'any',
    ports: [2244, 1717],
  },
  {
    name: 'dormant-array',
    text: 'the ports of retired arrays and clusters, which only what follows them still opens',
    transport: 'any',
    ports: [2171, 2172, 2173, 2174, 2504, 3847],
  },
  {
    name: 'virtual-network',
    text: 'tunnels into private networks',
    transport: 'any',
    ports: [1194, 1723, 1701, 500, 4500, 51820],
  },
  { name: 'web', text: 'web servers that speak QUIC', transport: 'udp', ports: [443, 80] },
  {
    name: 'peer-botnet',
    text: 'peers of the ZeroAccess botnet',
    transport: 'udp',
    ports: [16464, 16465, 16470, 16471],
  },
  { name: 'name-server', text: 'name servers', transport: 'any', ports: [53, 853] },
];

/** UDP ports whose services answer forged senders with much more than they were sent. */
export const amplifierPorts: Readonly<Record<number, string>> = {
  17: 'qotd',
  19: 'chargen',
  53: 'dns',
  69: 'tftp',
  111: 'portmap',
  123: 'ntp',
  137: 'netbios',
  161: 'snmp',
  177: 'xdmcp',
  389: 'cldap',
  427: 'slp',
  520: 'rip',
  1434: 'mssql',
  1900: 'ssdp',
  3283: 'ard',
  3702: 'ws-discovery',
  5353: 'mdns',
  5683: 'coap',
  10001: 'ubiquiti',
  11211: 'memcached',
  27015: 'source-engine',
  27960: 'quake',
  32414: 'plex',
  33848: 'jenkins',
  37810: 'dvr',
};

import type { ProbeProtocol } from '../../core/probe.ts';

/** A service whose clients go on asking where it no longer is, and what is set wrong then. */
interface Cause {
  readonly transports: string;
  readonly ports: readonly number[];
  readonly text: string;
}

/*
 * The ports are IANA's or the programs' customary ones (https://www.iana.org/assignments/service-names-port-numbers);
 * the causes are experience, which is why a sentence says "likely".
 */
const causes: readonly Cause[] = [
  {
    transports: 'tcp',
    ports: [515, 631],
    text: 'a printer that moved: the queue of this client has its old address',
  },
  {
    transports: 'tcp',
    ports: [9100],
    text: 'a printer that moved, or a Prometheus that still asks for a node_exporter',
  },
  {
    transports: 'tcp udp',
    ports: [161, 5666, 5667, 6556, 10050, 10051, 12489, 9090, 9104, 9113, 9115, 9187],
    text: 'monitoring that still has this address on its list',
  },
  {
    transports: 'udp',
    ports: [162],
    text: 'a device that still sends its SNMP traps here',
  },
  {
    transports: 'tcp udp',
    ports: [514, 601, 6514, 5044, 1514, 1515, 9997, 12201, 24224],
    text: 'a machine that still sends its logs here: the log host moved',
  },
  {
    transports: 'tcp udp',
    ports: [2003, 2004, 4242, 8086, 8125, 8126, 25826],
    text: 'an agent that still sends its measurements here',
  },
  { transports: 'udp', ports: [123], text: 'a clock that still has this address as its time server' },
  {
    transports: 'tcp udp',
    ports: [53, 853],
    text: 'a resolver entry of the past: its DNS server is set to this address',
  },
  {
    transports: 'udp',
    ports: [67, 68, 547],
    text: 'a DHCP relay or lease with the address of an old server',
  },
  {
    transports: 'udp tcp',
    ports: [88, 389, 464, 636, 3268, 3269, 1812, 1813, 1645, 1646],
    text: 'a sign-in or directory server that moved: the old address is still in the configuration',
  },
  {
    transports: 'tcp udp',
    ports: [111, 137, 138, 139, 445, 548, 2049, 3260, 873],
    text: 'a file share or backup that moved: a mount or drive is still set to this address',
  },
  {
    transports: 'tcp',
    ports: [25, 465, 587, 110, 143, 993, 995],
    text: 'a mail server that moved: the client or relay still has its old address',
  },
  {
    transports: 'tcp',
    ports: [1433, 1521, 3306, 5432, 5672, 6379, 6432, 9042, 9092, 9200, 11211, 27017],
    text: 'a database or queue that moved: a connection string still has its old address',
  },
  {
    transports: 'tcp',
    ports: [3128, 8080, 8118, 1080],
    text: 'a proxy setting of the past, or a service that moved',
  },
  {
    transports: 'tcp',
    ports: [4505, 4506, 8140, 8443, 8530, 8531, 10443, 5985, 5986],
    text: 'an agent of a management system whose server moved',
  },
  {
    transports: 'tcp udp',
    ports: [1883, 8883, 5683, 5684],
    text: 'a device that still reports to a broker at this address',
  },
  {
    transports: 'tcp udp',
    ports: [5060, 5061, 3478, 5349],
    text: 'a telephone that still registers with a server at this address',
  },
  {
    transports: 'udp tcp',
    ports: [500, 4500, 1194, 1701, 1723, 51820],
    text: 'the other end of a tunnel that is no longer here',
  },
  {
    transports: 'tcp udp',
    ports: [80, 443],
    text: 'an old DNS entry: a name still points to this address, whose web service moved',
  },
];

/** The likely cause for a client that keeps asking for a port; by itself the words say no more than is known. */
export function causeOf(port: number | null, transport: ProbeProtocol, near: boolean): string {
  const known = causes.find(
    ({ transports, ports }) =>
      port !== null && ports.includes(port) && transports.split(' ').includes(transport),
  );
  if (known !== undefined) return known.text;
  if (transport === 'icmp' || transport === 'icmpv6') return 'monitoring that still pings this address';
  return near
    ? 'a service that moved or stopped while a client of the own network keeps its old address, or a wrong gateway or forwarding'
    : 'an old DNS entry, or an address that was another machine’s before';
}

/**
 * Ports at which machines from elsewhere knock again and again to get in; there steadiness is no sign of a mistake.
 * SANS ISC and other public sensors see these on top for years. https://isc.sans.edu/data/port.html
 */
export const attackedPorts: ReadonlySet<number> = new Set([
  21, 22, 23, 25, 81, 110, 135, 139, 143, 445, 1433, 1521, 2222, 2323, 2375, 3128, 3306, 3389, 5038, 5060,
  5432, 5555, 5900, 5901, 5985, 6379, 7547, 8080, 8291, 8545, 8728, 9200, 11211, 27017, 37215, 52869,
]);

/** UDP services whose honest clients come from elsewhere and repeat themselves; the rest is amplifier search. */
export const steadyUdpPorts: ReadonlySet<number> = new Set([500, 4500, 1194, 51820, 514, 162, 3478]);

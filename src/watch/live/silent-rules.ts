/** A table of our own; no other is ever touched. */
const tableName = 'portreeve_watch';
const table = `inet ${tableName}`;

/** Says on the table whose it is, and that it is safe to take away. */
export const commentOf = (pid: number): string => `reeve watch, process ${pid}`;

/** The process that a table's comment names; null for a table that is not ours. */
export function ownerOf(comment: unknown): number | null {
  const pid =
    typeof comment === 'string' ? /^reeve watch, process (\d{1,10})$/.exec(comment)?.[1] : undefined;
  return pid === undefined ? null : Number(pid);
}

/** The rules match only while these elements live: a watcher that was killed falls silent about its silence. */
const aliveSeconds = 12;
const aliveElements = `{ ipv4 timeout ${aliveSeconds}s, ipv6 timeout ${aliveSeconds}s }`;
/** How long a connection that this host began is known by its packets that begin and end it. */
const talkedMinutes = 30;
const mostTalked = 65_535;

export interface SilenceSettings {
  /** None = all but the loopback. */
  readonly interfaces: readonly string[];
  /** TCP ports that somebody listens on for the outside. */
  readonly listening: readonly number[];
}

/**
 * The whole table in one transaction; an older one of ours goes in the same. No connection tracking: to switch it on
 * for a whole host would let a flood fill its table, which hurts real services. What is dropped is the kernel's own:
 *
 * - RST with ACK and sequence 0: the answer to a segment without ACK (RFC 9293 3.10.7.1), so never to an established
 *   connection. A port that listens on another address only sends it too, hence no look at listeners.
 * - RST without ACK, the answer to an ACK: from ports where nothing listens, unless this host began a connection with
 *   that peer, whose late segments must be refused lest it repeats them for minutes.
 * - ICMP: port and protocol unreachable and what firewalls reject with; parameter problem; reassembly time; echo,
 *   timestamp and mask replies. Fragmentation needed, packet too big, neighbour discovery and what routers say of
 *   others' packets stay.
 */
export const silentTable = (pid: number, { interfaces, listening }: SilenceSettings): string => `
table ${table}
delete table ${table}
table ${table} {
  comment "${commentOf(pid)}"
  counter dropped {}
  set alive { typeof meta nfproto; flags timeout; elements = ${aliveElements} }
  set listening { type inet_service; ${listening.length === 0 ? '' : `elements = ${ports(listening)}`} }
  set talked4 { type ipv4_addr . inet_service . inet_service; flags dynamic,timeout; timeout ${talkedMinutes}m; size ${mostTalked}; }
  set talked6 { type ipv6_addr . inet_service . inet_service; flags dynamic,timeout; timeout ${talkedMinutes}m; size ${mostTalked}; }
  chain refuse {
    ip daddr . tcp dport . tcp sport @talked4 return
    ip6 daddr . tcp dport . tcp sport @talked6 return
    counter name dropped drop
  }
  chain remember {
    update @talked4 { ip daddr . tcp dport . tcp sport }
    update @talked6 { ip6 daddr . tcp dport . tcp sport }
  }
  chain output {
    type filter hook output priority 0; policy accept;
    meta nfproto != @alive return
    ${unwatched(interfaces)} return
    tcp flags & (syn | ack) == syn jump remember
    tcp flags & fin == fin jump remember
    tcp flags & (rst | ack) == rst | ack tcp sequence 0 counter name dropped drop
    tcp flags & (rst | ack) == rst tcp sport != @listening jump refuse
    icmp type { echo-reply, timestamp-reply, address-mask-reply, parameter-problem } counter name dropped drop
    icmp type destination-unreachable icmp code { 2, 3, 9, 10, 13 } counter name dropped drop
    icmp type time-exceeded icmp code 1 counter name dropped drop
    icmpv6 type { echo-reply, parameter-problem } counter name dropped drop
    icmpv6 type destination-unreachable icmpv6 code { 1, 4, 5, 6 } counter name dropped drop
    icmpv6 type time-exceeded icmpv6 code 1 counter name dropped drop
  }
}
`;

const unwatched = (interfaces: readonly string[]): string =>
  interfaces.length === 0
    ? 'oifname "lo"'
    : `oifname != { ${interfaces.map((name) => `"${name}"`).join(', ')} }`;

const ports = (listening: readonly number[]): string => `{ ${[...new Set(listening)].join(', ')} }`;

/** Keeps the silence alive; with ports, says anew what listens. Each flush and refill is one transaction. */
export const renewal = (listening: readonly number[] | null): string =>
  [
    `flush set ${table} alive`,
    `add element ${table} alive ${aliveElements}`,
    ...(listening === null
      ? []
      : [
          `flush set ${table} listening`,
          ...(listening.length === 0 ? [] : [`add element ${table} listening ${ports(listening)}`]),
        ]),
    '',
  ].join('\n');

export const removal = `delete table ${table}\n`;
/** Arguments of nft that ask. The table is asked for as text, as nft 1.0 leaves its comment out of JSON. */
export const askTable = ['list', 'table', 'inet', tableName];
export const askCount = ['-j', 'list', 'counter', 'inet', tableName, 'dropped'];

/** Parts of `nft -j list ruleset` as nftables 1.0.6 writes them, each recorded from the rule in its comment. */
type Json = Readonly<Record<string, unknown>>;

export const chain = (name: string, hook?: string, family = 'inet'): Json => ({
  chain: {
    family,
    table: 'mynat',
    name,
    handle: 1,
    ...(hook === undefined ? {} : { type: 'nat', hook, prio: -100, policy: 'accept' }),
  },
});

let handle = 100;
export const rule = (chainName: string, expr: readonly unknown[], family = 'inet'): Json => ({
  rule: { family, table: 'mynat', chain: chainName, handle: handle++, expr },
});

export const listing = (...objects: readonly Json[]): Json => ({
  nftables: [
    { metainfo: { version: '1.0.6', release_name: 'Lester Gooch #5', json_schema_version: 1 } },
    { table: { family: 'inet', name: 'mynat', handle: 1 } },
    chain('pre', 'prerouting'),
    ...objects,
  ],
});

const match = (left: unknown, right: unknown, op = '=='): Json => ({ match: { op, left, right } });
const payload = (protocol: string, field: string): Json => ({ payload: { protocol, field } });
export const dport = (right: unknown, protocol = 'tcp', op = '=='): Json =>
  match(payload(protocol, 'dport'), right, op);
const daddr = (right: unknown, op = '=='): Json => match(payload('ip', 'daddr'), right, op);
const local = match({ fib: { result: 'type', flags: ['daddr'] } }, 'local');
export const jump = (target: string): Json => ({ jump: { target } });
const dnat = (addr: unknown, port?: unknown, family = 'ip'): Json => ({
  dnat: { family, addr, ...(port === undefined ? {} : { port }) },
});
const counter = { counter: { packets: 0, bytes: 0 } };

export const samples = {
  // tcp dport 9090 dnat ip to 10.1.1.1:90
  plain: [dport(9090), dnat('10.1.1.1', 90)],
  // ip daddr 192.0.2.1 tcp dport { 7000-7002, 7010 } dnat ip to 10.1.1.2
  spans: [daddr('192.0.2.1'), dport({ set: [{ range: [7000, 7002] }, 7010] }), dnat('10.1.1.2')],
  // tcp dport 9443 redirect to :443
  redirect: [dport(9443), { redirect: { port: 443 } }],
  // dnat ip to tcp dport map { 9001 : 10.1.1.3, 9002 : 10.1.1.4 }
  map: [
    dnat({
      map: {
        key: payload('tcp', 'dport'),
        data: {
          set: [
            [9001, '10.1.1.3'],
            [9002, '10.1.1.4'],
          ],
        },
      },
    }),
  ],
  // dnat ip addr . port to tcp dport map { 9101 : 10.1.1.3 . 80, 9102 : 10.1.1.4 . 81 }
  mapOfPorts: [
    dnat({
      map: {
        key: payload('tcp', 'dport'),
        data: {
          set: [
            [9101, { concat: ['10.1.1.3', 80] }],
            [9102, { concat: ['10.1.1.4', 81] }],
          ],
        },
      },
    }),
  ],
  // dnat ip to tcp dport map @m
  namedMap: [dnat({ map: { key: payload('tcp', 'dport'), data: '@m' } })],
  // ip daddr . tcp dport { 10.2.2.2 . 9301 } dnat ip to 10.1.1.7:77
  concat: [
    match(
      { concat: [payload('ip', 'daddr'), payload('tcp', 'dport')] },
      { set: [{ concat: ['10.2.2.2', 9301] }] },
    ),
    dnat('10.1.1.7', 77),
  ],
  // meta l4proto { tcp, udp } th dport 3333 dnat ip to 10.1.1.8:77
  bothTransports: [
    match({ meta: { key: 'l4proto' } }, { set: ['tcp', 'udp'] }),
    dport(3333, 'th'),
    dnat('10.1.1.8', 77),
  ],
  // fib daddr type local tcp dport 3334 dnat ip6 to [fd00::9]:77
  six: [local, dport(3334), dnat('fd00::9', 77, 'ip6')],
  // tcp dport 6000-6005 dnat ip to 10.1.1.8:6100-6105
  spanToSpan: [dport({ range: [6000, 6005] }), dnat('10.1.1.8', { range: [6100, 6105] })],
  // ip daddr 192.0.2.0/24 sctp dport 36412 dnat ip to 10.1.1.8
  prefix: [daddr({ prefix: { addr: '192.0.2.0', len: 24 } }), dport(36_412, 'sctp'), dnat('10.1.1.8')],
  // tcp dport @s counter dnat ip to 10.1.1.10:11
  namedSet: [dport('@s'), counter, dnat('10.1.1.10', 11)],
  // tcp dport != 22 ip saddr 1.2.3.4 redirect to :99
  except: [dport(22, 'tcp', '!='), match(payload('ip', 'saddr'), '1.2.3.4'), { redirect: { port: 99 } }],
  // fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @nodeports
  nodePorts: [
    local,
    daddr({ prefix: { addr: '127.0.0.0', len: 8 } }, '!='),
    { vmap: { key: { concat: [{ meta: { key: 'l4proto' } }, payload('th', 'dport')] }, data: '@nodeports' } },
  ],
  // tcp dport vmap { 81 : jump svc, 82-83 : goto svc }
  dispatch: [
    {
      vmap: {
        key: payload('tcp', 'dport'),
        data: {
          set: [
            [81, jump('svc')],
            [{ range: [82, 83] }, { goto: { target: 'svc' } }],
          ],
        },
      },
    },
  ],
  // dnat ip to numgen random mod 2 map { 0 : 10.1.1.21, 1 : 10.1.1.22 }
  balanced: [
    dnat({
      map: {
        key: { numgen: { mode: 'random', mod: 2, offset: 0 } },
        data: {
          set: [
            [0, '10.1.1.21'],
            [1, '10.1.1.22'],
          ],
        },
      },
    }),
  ],
  // made by iptables: -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.18.0.3:80
  foreign: [dport(8080), counter, { xt: { type: 'target', name: 'DNAT' } }],
} as const;

/** Elements as a listing that is not terse brings them. */
export const elements = {
  m: {
    map: {
      family: 'inet',
      name: 'm',
      table: 'mynat',
      type: 'inet_service',
      handle: 2,
      map: 'ipv4_addr',
      elem: [[9201, '10.1.1.9']],
    },
  },
  s: {
    set: {
      family: 'inet',
      name: 's',
      table: 'mynat',
      type: 'inet_service',
      handle: 20,
      elem: [1111, { elem: { val: 1112, timeout: 60 } }],
    },
  },
  nodeports: {
    map: {
      family: 'inet',
      name: 'nodeports',
      table: 'mynat',
      type: ['inet_proto', 'inet_service'],
      handle: 7,
      map: 'verdict',
      elem: [[{ concat: ['tcp', 30_080] }, { goto: { target: 'svc' } }]],
    },
  },
} as const;

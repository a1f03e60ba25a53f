/** What became of a frame: 0 = a record was written; the others say why there is none. */
export const outcome = {
  record: 0,
  arp: 1,
  rarp: 2,
  lldp: 3,
  llc: 4,
  eapol: 5,
  pppoeDiscovery: 6,
  pppControl: 7,
  mpls: 8,
  macsec: 9,
  ptp: 10,
  etherLoopback: 11,
  notIp: 12,
  unknownLinkType: 13,
  unknownEtherType: 14,
  unknownFamily: 15,
  cutLink: 16,
  badLink: 17,
  tooManyTags: 18,
  badVersion: 19,
  cutIPv4: 20,
  badIPv4HeaderLength: 21,
  badIPv4Length: 22,
  cutIPv6: 23,
  cutExtensions: 24,
  badExtensions: 25,
  noPayload: 26,
} as const;

/** Ordinary traffic that cannot be a probe: it is counted. */
const other: Readonly<Record<number, string>> = {
  [outcome.arp]: 'arp',
  [outcome.rarp]: 'rarp',
  [outcome.lldp]: 'lldp',
  [outcome.llc]: 'llc',
  [outcome.eapol]: 'eapol',
  [outcome.pppoeDiscovery]: 'pppoe discovery',
  [outcome.pppControl]: 'ppp control',
  [outcome.mpls]: 'mpls',
  [outcome.macsec]: 'macsec',
  [outcome.ptp]: 'ptp',
  [outcome.etherLoopback]: 'ethernet loopback',
  [outcome.notIp]: 'not ip',
};

/** What could not be read. */
const skipped: Readonly<Record<number, string>> = {
  [outcome.unknownLinkType]: 'unknown link type',
  [outcome.unknownEtherType]: 'unknown ethertype',
  [outcome.unknownFamily]: 'unknown address family',
  [outcome.cutLink]: 'cut in the link header',
  [outcome.badLink]: 'bad link header',
  [outcome.tooManyTags]: 'too many VLAN tags',
  [outcome.badVersion]: 'bad IP version',
  [outcome.cutIPv4]: 'cut in the IPv4 header',
  [outcome.badIPv4HeaderLength]: 'bad IPv4 header length',
  [outcome.badIPv4Length]: 'IPv4 length below its header',
  [outcome.cutIPv6]: 'cut in the IPv6 header',
  [outcome.cutExtensions]: 'cut in the IPv6 extension headers',
  [outcome.badExtensions]: 'too many IPv6 extension headers',
  [outcome.noPayload]: 'no packet in the log header',
};

export const outcomeCount = Object.keys(outcome).length;

export const isOther = (code: number): boolean => code in other;

export const outcomeName = (code: number): string => other[code] ?? skipped[code] ?? 'record';

/** The four transports whose ports IANA registers. */
export const transports = ['tcp', 'udp', 'sctp', 'dccp'] as const;

export type Transport = (typeof transports)[number];

/** What a socket can be listed as: the port-bearing transports and the two kinds without ports. */
export type SocketKind = Transport | 'raw' | 'packet';

export const isTransport = (value: unknown): value is Transport =>
  typeof value === 'string' && (transports as readonly string[]).includes(value);

/** A port, or a span of ports with both ends included. */
export type PortSpan = number | readonly [number, number];

type ProgramKind =
  | 'remote-login'
  | 'web'
  | 'proxy'
  | 'database'
  | 'broker'
  | 'cluster'
  | 'engine'
  | 'forwarder'
  | 'dns'
  | 'network'
  | 'vpn'
  | 'time'
  | 'mail'
  | 'directory'
  | 'files'
  | 'print'
  | 'system'
  | 'monitoring'
  | 'desktop'
  | 'media'
  | 'voice'
  | 'developer'
  | 'capture';

/**
 * A program that people know, and where it is at home. The ports are those of its own documentation and of the
 * packages' default configuration: a custom, not a rule.
 */
export interface Program {
  readonly name: string;
  readonly kind: ProgramKind;
  /**
   * Base names of its executable, in full, as the kernel gives them (`comm` is cut to 15 characters when compared).
   * One with a slash must be the end of the path: `master` alone would be anybody's.
   */
  readonly names?: readonly string[];
  /** For what an interpreter runs: the script, module, jar or main class. */
  readonly runs?: RegExp;
  readonly tcp?: readonly PortSpan[];
  readonly udp?: readonly PortSpan[];
  /** Service names of the registry under which it serves. */
  readonly services?: readonly string[];
  /** How the names of its packages begin; none = any package will do. */
  readonly packages?: readonly string[];
  /** Unit names without suffix and instance; the program's names count as well. */
  readonly units?: readonly string[];
  /** Last part of container image names without tag; the program's names count as well. */
  readonly images?: readonly string[];
  /** Ports whose service is meant for a few machines: a database, an administrative interface. */
  readonly keepPrivate?: 'all' | readonly PortSpan[];
  /** Ports on which whoever can connect has full control, without being asked who he is. */
  readonly openDoor?: readonly PortSpan[];
  /** Binds UDP ports of its own choosing, outside the kernel's ephemeral range too. */
  readonly roams?: true;
  /** Opens raw or packet sockets as a matter of course. */
  readonly raw?: true;
  /** Part of an operating system: nobody runs a copy from a home folder. */
  readonly system?: true;
}

export const spanHas = (spans: readonly PortSpan[] | undefined, port: number): boolean =>
  spans?.some((span) => (typeof span === 'number' ? span === port : port >= span[0] && port <= span[1])) ??
  false;

/** `22`, `6000-6063`, `80, 443` for a sentence. */
export const spansText = (spans: readonly PortSpan[]): string =>
  spans.map((span) => (typeof span === 'number' ? String(span) : `${span[0]}-${span[1]}`)).join(', ');

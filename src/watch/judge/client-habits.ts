import type { Facts } from './facts.ts';

/** What a mail program tries when it is set up with nothing but an address: RFC 6186 and what others make of it. */
const mailPorts: ReadonlySet<number> = new Set([25, 80, 110, 143, 443, 465, 587, 993, 995, 4190]);
const mailOnly: ReadonlySet<number> = new Set([110, 143, 465, 587, 993, 995]);

/** A mail program at set-up: the mail ports of one or two hosts, one of which took it. */
export function isMailSetup({ summary, successes, tool }: Facts): boolean {
  const { protocol, ports, targets } = summary;
  if (protocol !== 'tcp' || tool.name !== 'kernel connect' || successes === 0 || targets.count > 2)
    return false;
  return (
    ports.count === ports.top.length &&
    ports.top.every(({ port }) => mailPorts.has(port)) &&
    ports.top.some(({ port }) => mailOnly.has(port))
  );
}

const fullTtl: ReadonlySet<number> = new Set([64, 128, 255]);
const webPorts: ReadonlySet<number> = new Set([80, 443]);

/**
 * A browser whose way out is broken (RFC 8305, "Happy Eyeballs": IPv6 first, IPv4 a moment later): it was sent on this
 * link, for no router has lowered its TTL, at the pace of a reader, to the web of hosts all over the world.
 */
export function isLostBrowser({ summary, tool }: Facts): boolean {
  const { protocol, ports, targets, ttl, medianGap } = summary;
  if (protocol !== 'tcp' || tool.name !== 'kernel connect' || ttl === null || ttl.low !== ttl.high)
    return false;
  if (!fullTtl.has(ttl.low) || medianGap === null || medianGap < 0.2) return false;
  if (ports.count > 2 || !ports.top.every(({ port }) => webPorts.has(port))) return false;
  const networks = new Set(targets.top.map(wideNetwork));
  return networks.size * 2 >= targets.top.length;
}

/** The /24, or the /64: what one scanner's range of targets would share many times over. */
const wideNetwork = (address: string): string =>
  (address.includes(':') ? address.split(':', 4) : address.split('.', 3)).join(' ');

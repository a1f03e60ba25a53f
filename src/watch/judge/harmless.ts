import { isLostBrowser, isMailSetup } from './client-habits.ts';
import type { Facts } from './facts.ts';
import type { KindRule } from './kind-rule.ts';
import { isPortKnocking } from './port-knocking.ts';
import { probe } from './probe.ts';
import { isTraceroute } from './recognise.ts';

/** What goes to many ports or targets and is no scan: it is told as probes, with what it is. */
export const harmless: KindRule = (facts, _thresholds, nameOf) => {
  const what = facts.scanner ? undefined : readings.find((reading) => reading.fits(facts));
  if (what === undefined) return null;
  const [first = ''] = probe(facts, nameOf).because;
  return { kind: 'probe', because: [first, what.text] };
};

interface Reading {
  readonly text: string;
  fits(facts: Facts): boolean;
}

const readings: readonly Reading[] = [
  {
    text: 'A traceroute: the TTL rises from packet to packet, and each hop on the way answers in its turn.',
    fits: ({ summary }) => isTraceroute(summary),
  },
  {
    text: 'Port knocking, likely: a few passing ports in an order of their own, and then a service that took it.',
    fits: isPortKnocking,
  },
  {
    text: 'A mail program that is set up, likely: it tries the mail ports of its server, and one took it.',
    fits: isMailSetup,
  },
  {
    text: 'A browser whose way out is broken, likely: sent on this link (no router lowered the TTL), to web servers all over, at the pace of a reader.',
    fits: isLostBrowser,
  },
];

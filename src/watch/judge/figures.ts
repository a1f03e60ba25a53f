import type { ProbeProtocol } from '../../core/probe.ts';
import type { SourceSummary } from '../source-summary.ts';
import type { Thresholds } from '../thresholds.ts';
import type { Facts } from './facts.ts';
import { counted, grouped, lasting, listed } from './words.ts';

/** What has no ports is counted by the protocols themselves (nmap -sO). */
export const portNoun = (transport: ProbeProtocol): string =>
  transport.startsWith('proto-') ? 'IP protocol' : 'port';

/** ` in 12 s`, or nothing where the input has no time. */
export const inTime = ({ seconds, summary }: Facts): string =>
  seconds === null || summary.packets < 2 ? '' : ` in ${lasting(seconds)}`;

/** `, 213 refused and 1 accepted`: what became of the attempts. */
export function outcome({ summary, failures }: Facts): string {
  const { accepted } = summary.answered;
  const { allowed = 0 } = summary;
  const refused = Math.min(summary.answered.refused, failures);
  const silent = failures - refused;
  if (accepted === 0 && refused === 0 && allowed === 0)
    return isBlocked(summary) ? ', blocked' : ', no answer seen';
  const parts = [
    ...(refused > 0 ? [`${grouped(refused)} refused`] : []),
    ...(accepted > 0 ? [`${grouped(accepted)} accepted`] : []),
    ...(allowed > 0 ? [`${grouped(allowed)} let through by the firewall`] : []),
    ...(silent > 0 ? [`${grouped(silent)} without an answer seen`] : []),
  ];
  return `, ${listed(parts)}`;
}

/** What more there is to say of any scan: the sequential test, slowness, flags. */
export function remarks(facts: Facts, thresholds: Thresholds): readonly string[] {
  return [trwText(facts), slowText(facts, thresholds), shapeText(facts)].filter((text) => text !== null);
}

/** The firewall's log says so, of every packet that was kept. */
const isBlocked = ({ samples }: SourceSummary): boolean =>
  samples.length > 0 && samples.every(({ action }) => action === 'blocked');

function trwText({ summary, trw, failedPairs, succeededPairs }: Facts): string | null {
  if (trw !== 'scanner') return null;
  const about = summary.pairs.exact ? '' : 'about ';
  const seen =
    succeededPairs === 0
      ? `None of its ${about}${counted(failedPairs, 'first contact')} is seen to succeed`
      : `Of its first contacts ${about}${grouped(failedPairs)} failed and ${grouped(succeededPairs)} succeeded`;
  return `${seen}: a scanner by the sequential test (TRW).`;
}

function slowText({ summary, seconds }: Facts, { slowGap }: Thresholds): string | null {
  const { medianGap, packets } = summary;
  if (seconds === null || packets < 3) return null;
  const mean = seconds / (packets - 1);
  if (Math.max(mean, medianGap ?? 0) < slowGap) return null;
  return `Slow: ${counted(packets, 'packet')} over ${lasting(seconds)}, one each ${lasting(mean)} on average, below what counters of a few minutes see.`;
}

/** Flags that open no connection. */
function shapeText({ summary }: Facts): string | null {
  const { shapes } = summary;
  const odd = (['null', 'fin', 'xmas'] as const).filter((shape) => shapes[shape] > 0);
  if (odd.length === 0) return null;
  const parts = odd.map((shape) => `${grouped(shapes[shape])} with ${flagTexts[shape]}`);
  return `TCP packets that open no connection: ${listed(parts)}; a closed port must answer these, an open one stays silent (RFC 9293).`;
}

const flagTexts = { null: 'no flag', fin: 'FIN alone', xmas: 'FIN, PSH and URG' } as const;

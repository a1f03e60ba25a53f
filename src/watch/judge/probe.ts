import type { Facts } from './facts.ts';
import { inTime, outcome, portNoun } from './figures.ts';
import type { KindVerdict, RegistryName } from './kind-rule.ts';
import { countedAbout, counted } from './words.ts';

/** Too little to be called a scan: traffic to where nothing listens, all the same. */
export function probe(facts: Facts, nameOf: RegistryName): KindVerdict {
  const { summary, trw } = facts;
  const because = [
    `${counted(summary.packets, 'packet')} to ${aim(facts, nameOf)}${inTime(facts)}${outcome(facts)}.`,
  ];
  if (trw === 'scanner')
    because.push(
      'Its first contacts failed far more often than an honest source’s: a scanner by the sequential test (TRW), of few ports.',
    );
  return { kind: 'probe', because };
}

function aim({ summary }: Facts, nameOf: RegistryName): string {
  const { ports, targets, protocol } = summary;
  const where = countedAbout(targets, 'target');
  if (ports.count === 0) return `${where} by ${protocol}`;
  const only = ports.count === 1 ? ports.top[0]?.port : undefined;
  if (only === undefined) return `${countedAbout(ports, portNoun(protocol))} of ${where}`;
  const name = nameOf(only, protocol);
  return `port ${only}${name === null ? '' : ` (${name})`} of ${where}`;
}

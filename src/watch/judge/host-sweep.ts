import { breadthOf } from './breadth.ts';
import { inTime, outcome, remarks } from './figures.ts';
import type { KindRule } from './kind-rule.ts';
import { countedAbout } from './words.ts';

/** Few ports of many targets: which machines offer this? */
export const hostSweep: KindRule = (facts, thresholds, nameOf) => {
  const { manyPorts, manyTargets } = breadthOf(facts, thresholds);
  if (manyPorts || !manyTargets) return null;
  const { ports, targets, protocol } = facts.summary;
  const only = ports.count === 1 ? ports.top[0]?.port : undefined;
  const name = only === undefined ? null : nameOf(only, protocol);
  const asked =
    only === undefined
      ? ports.count === 0
        ? ` by ${protocol}`
        : ` for ${countedAbout(ports, 'port')}`
      : ` for port ${only}${name === null ? '' : ` (${name})`}`;
  return {
    kind: 'host-sweep',
    because: [
      `${countedAbout(targets, 'different target')}${asked}${inTime(facts)}${outcome(facts)}.`,
      ...remarks(facts, thresholds),
    ],
  };
};

import { breadthOf } from './breadth.ts';
import { inTime, outcome, remarks } from './figures.ts';
import type { KindRule } from './kind-rule.ts';
import { countedAbout } from './words.ts';

/** Many ports of many targets: a whole network is mapped. */
export const blockScan: KindRule = (facts, thresholds) => {
  const { manyPorts, manyTargets } = breadthOf(facts, thresholds);
  if (!manyPorts || !manyTargets) return null;
  const { ports, targets, pairs } = facts.summary;
  const what = `${countedAbout(ports, 'different port')} over ${countedAbout(targets, 'target')}`;
  return {
    kind: 'block-scan',
    because: [
      `${what}, ${countedAbout(pairs, 'pair')} of the two${inTime(facts)}${outcome(facts)}.`,
      ...remarks(facts, thresholds),
    ],
  };
};

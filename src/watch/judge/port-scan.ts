import { breadthOf } from './breadth.ts';
import { inTime, outcome, portNoun, remarks } from './figures.ts';
import type { KindRule } from './kind-rule.ts';
import { countedAbout } from './words.ts';

/** Many ports of few targets: what does this machine offer? */
export const portScan: KindRule = (facts, thresholds) => {
  const { manyPorts, manyTargets } = breadthOf(facts, thresholds);
  if (!manyPorts || manyTargets) return null;
  const { ports, targets, protocol } = facts.summary;
  const what = `${countedAbout(ports, `different ${portNoun(protocol)}`)} on ${countedAbout(targets, 'target')}`;
  return {
    kind: 'port-scan',
    because: [`${what}${inTime(facts)}${outcome(facts)}.`, ...remarks(facts, thresholds)],
  };
};

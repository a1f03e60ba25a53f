import { cut, harmless } from '../core/text.ts';
import type { Reason, Verdict, VerdictLevel } from '../core/verdict.ts';
import type { Listener } from '../inspect/listener.ts';
import { rules } from './rules/index.ts';
import { ownAgent } from './rules/own-agent.ts';
import { type AssessContext, subjectOf } from './subject.ts';

/**
 * Which level stands where rules differ. A doubt always shows; a proof that all is as it should be is not weakened by
 * a milder remark; and any of these is more than not knowing.
 */
export const precedence: readonly VerdictLevel[] = ['wrong', 'suspect', 'expected', 'plausible', 'unknown'];

/** Paths may have thousands of characters; the evidence has them whole. */
const longestText = 600;

/**
 * Judges a listener by every rule.
 * Names and paths of foreign programs stand in the texts made harmless, and in the evidence as they are.
 * @returns the level and all reasons, those of the deciding level first. Pure: it reads nothing.
 */
export function assess(listener: Listener, context: AssessContext): Verdict {
  const subject = subjectOf(listener, context);
  const reasons = (subject.own ? [ownAgent] : rules).flatMap(({ name, judge }): readonly Reason[] => {
    const judgement = judge(subject);
    return judgement === null
      ? []
      : [{ rule: name, ...judgement, text: cut(harmless(judgement.text), longestText) }];
  });
  const because = reasons.toSorted((a, b) => precedence.indexOf(a.level) - precedence.indexOf(b.level));
  return { level: because[0]?.level ?? 'unknown', because };
}

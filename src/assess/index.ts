/**
 * Should it be so: verdicts about listeners, and the policy file. The policy (with `zod` and `yaml`) is only loaded
 * when it is asked for.
 */
export { assess } from './assess.ts';
export { outsidersOf } from './owners.ts';
export type { AssessContext } from './subject.ts';
export type { Rule } from './rules/rule.ts';
export { rules } from './rules/index.ts';
export type {
  DifferenceKind,
  Policy,
  PolicyComparison,
  PolicyDifference,
  PolicyDoubt,
  PolicyEntry,
} from './policy/index.ts';

/** `learn`, `parsePolicy`, `checkPolicy` and their kin, loaded with `yaml` and `zod` at the first call. */
export const policyTools = (): Promise<typeof import('./policy/index.ts')> => import('./policy/index.ts');

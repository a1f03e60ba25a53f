/** The policy file: written by `learn`, read by `parsePolicy`, compared by `checkPolicy`. Loads `zod` and `yaml`. */
export { checkPolicy } from './check.ts';
export {
  type DifferenceKind,
  differenceKinds,
  type PolicyComparison,
  type PolicyDifference,
  type PolicyDoubt,
} from './difference.ts';
export { policyFile } from './file.ts';
export { bindScopes, type BindScope, type PolicyProtocol, policyProtocols } from './identity.ts';
export { learn } from './learn.ts';
export { parsePolicy, refuseTooLarge } from './parse.ts';
export { type Policy, type PolicyEntry, policySizeLimit } from './policy.ts';

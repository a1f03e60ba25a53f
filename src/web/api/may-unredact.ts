import { type Visitor } from '../server/gate.ts';
import { refuse } from '../server/refusal.ts';

/** @throws Refusal where somebody asks for command lines whole who may not see them */
export function mayUnredact({ role }: Visitor, asked = false): boolean {
  if (!asked || role !== 'reader') return asked;
  throw refuse('OPERATOR_NEEDED', {
    asked: 'command lines with all their values',
    found: 'they may hold secrets, which only the owner and signed-in operators see',
    todo: 'Ask by the command line, or sign in with a link from reeve sign-in',
  });
}

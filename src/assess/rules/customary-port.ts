import type { Account } from '../account.ts';
import type { Program } from '../programs/index.ts';
import { expected, plausible, type Rule } from './rule.ts';

/**
 * The plainest case: the program everybody knows, from where it is installed, on the port it has by default. A copy
 * that somebody runs from home, or a developer's server, is plausible: nothing vouches for it but its name.
 */
export const customaryPort: Rule = {
  name: 'customary-port',
  text: 'A known program listens on a port that is customary for it.',
  judge({ owner, program, customary, account, where, listener }) {
    if (owner === null || program === null || !customary || account === null) return null;
    const evidence = {
      program: program.name,
      exe: owner.exe,
      package: owner.package?.name ?? null,
      unit: listener.unit?.name ?? null,
      container: listener.container?.name ?? null,
    };
    const text = `${where} is customary for ${program.name}; the program ${account.text}.`;
    return account.strength === 'sure' &&
      vouched(program, account, (owner.runsPackage ?? owner.package)?.name)
      ? expected(text, evidence)
      : plausible(text, evidence);
  },
};

function vouched({ kind, packages }: Program, account: Account, packageName: string | undefined): boolean {
  if (kind === 'developer')
    return account.by === 'package' || account.by === 'unit' || account.by === 'container';
  if (account.by !== 'package' || packages === undefined || packageName === undefined) return true;
  const name = packageName.toLowerCase();
  return packages.some((start) => name.startsWith(start.toLowerCase()));
}

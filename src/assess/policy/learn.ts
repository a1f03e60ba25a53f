import { fail } from '../../core/errors.ts';
import type { Inspection, Listener } from '../../inspect/listener.ts';
import { outsidersOf } from '../owners.ts';
import { aboutTheProgram } from '../rules/index.ts';
import { type Subject, subjectOf } from '../subject.ts';
import { isPassing } from './fold.ts';
import {
  bindScopes,
  type Identity,
  identityOf,
  policyProtocols,
  programOf,
  writtenProgram,
} from './identity.ts';
import { literally } from './pattern.ts';
import { policySizeLimit } from './policy.ts';
import { comment, scalar } from './text.ts';

const heading = `# What may listen on this machine: a policy of Portreeve, written by \`reeve learn\`.
# \`reeve check\` compares it with what runs and ends with exit code 1 where they differ.
#
# A listener is known by its protocol, port, scope, program and unit or container; what a line leaves out may be
# anything. Process ids play no part, so a restart is no difference.
#   port      80, or a span such as 3000-3010
#   scope     loopback, link-local, private, public, any (every address), container; or address: 10.0.0.1
#   program   path of the executable; * stands for any characters within one folder's name
#   runs      what an interpreter such as node or python3 runs
#   optional  true: it may be absent
version: 1
`;
const ephemeralHeading = `
# Programs with sockets on passing ports, such as those that wait for answers: on any port of that range, any number.
ephemeral:
`;
const ignoreHint = `
# What is to be left out of the comparison, for example:
# ignore:
#   - port: 3000-3010
#     scope: loopback
#     why: development servers
`;

/**
 * Writes down what runs as a policy: sorted, the same for the same machine, without command lines.
 * @throws ReeveError `POLICY_TOO_LARGE` for a machine with more listeners than a policy may have
 */
export function learn({ listeners, host }: Pick<Inspection, 'listeners' | 'host'>): string {
  const heard = listeners.filter(({ peer }) => peer === null);
  const fixed = heard.filter((listener) => !isPassing(listener, host));
  const passing = heard.filter((listener) => isPassing(listener, host));
  const entries = sorted(
    fixed.map((listener) => ({ text: entryText(listener), key: sortKey(identityOf(listener)) })),
  );
  const classes = ephemeralTexts(passing);
  const text = [
    heading,
    entries.length === 0 ? '\nlisteners: []\n' : `\nlisteners:\n${entries.join('')}`,
    classes.length === 0 ? '' : `${ephemeralHeading}${classes.join('')}`,
    ignoreHint,
  ].join('');
  if (text.length > policySizeLimit) {
    throw fail('POLICY_TOO_LARGE', {
      asked: `a policy for ${listeners.length} listeners`,
      found: 'it would be larger than a policy may be (1 MB)',
      todo: 'Leave part of them out, or write spans of ports by hand',
    });
  }
  return text;
}

interface Sortable {
  readonly text: string;
  readonly key: string;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Sorted by place; of equal lines one. */
const sorted = (items: readonly Sortable[]): readonly string[] => [
  ...new Set(
    items.toSorted((a, b) => compare(a.key, b.key) || compare(a.text, b.text)).map(({ text }) => text),
  ),
];

const sortKey = ({ protocol, port, scope, ...who }: Identity): string =>
  [
    policyProtocols.indexOf(protocol),
    String(port ?? 0).padStart(5, '0'),
    bindScopes.indexOf(scope),
    who.container ?? '',
    who.program ?? '',
    who.runs ?? '',
    who.unit ?? '',
  ].join('\0');

function entryText(listener: Listener): string {
  const identity = identityOf(listener);
  const { port, protocol, scope } = identity;
  const also = [...new Set(outsidersOf(listener).flatMap((owner) => programOf(owner) ?? []))].sort();
  const fields = [
    ...(port === null ? [] : [`port: ${port}`]),
    `protocol: ${protocol}`,
    `scope: ${scope}`,
    ...whoFields(identity),
    ...(also.length === 0
      ? []
      : [`also: [${also.map((program) => scalar(writtenProgram(program))).join(', ')}]`]),
    // Raw and packet sockets come and go with what is being measured or renewed.
    ...(port === null ? ['optional: true'] : []),
  ];
  return `${remark(listener)}  - ${fields.join('\n    ')}\n`;
}

function whoFields({
  program,
  runs,
  unit,
  container,
  namespace,
}: Pick<Identity, 'program' | 'runs' | 'unit' | 'container' | 'namespace'>): readonly string[] {
  return [
    ...(program === null ? [] : [`program: ${scalar(writtenProgram(program))}`]),
    ...(runs === null ? [] : [`runs: ${scalar(writtenProgram(runs))}`]),
    ...(unit === null ? [] : [`unit: ${scalar(literally(unit))}`]),
    ...(container === null ? [] : [`container: ${scalar(literally(container))}`]),
    ...(namespace === null ? [] : [`namespace: ${scalar(literally(namespace))}`]),
  ];
}

const hiddenRemark = '  # the program was hidden: learn again as root to have it compared\n';

/** Above an entry: the name people know the program by, that it was hidden, or what speaks against it. */
function remark(listener: Listener): string {
  const subject = subjectOf(listener, { assignments: [], ephemeral: null });
  const { owner, program, account } = subject;
  if (listener.kernel !== null)
    return listener.kernel.what === null ? '' : `  # ${comment(listener.kernel.what)}\n`;
  if (owner === null) return hiddenRemark;
  const known = program === null || account?.strength !== 'sure' ? '' : `  # ${comment(program.name)}\n`;
  return `${known}${doubtsAbout(subject)}`;
}

/** Learning takes what runs for right; what the verdict finds by the program alone is at least said. */
function doubtsAbout(subject: Subject): string {
  const doubts = aboutTheProgram.filter(({ judge }) => {
    const level = judge(subject)?.level;
    return level === 'suspect' || level === 'wrong';
  });
  return doubts.length === 0
    ? ''
    : `  # look into this before you keep it: ${doubts.map(({ name }) => name).join(', ')}\n`;
}

/** One entry for all sockets of a program; the widest scope among them. */
function ephemeralTexts(passing: readonly Listener[]): readonly string[] {
  const classes = new Map<string, { identity: Identity; scopes: Set<Identity['scope']> }>();
  for (const identity of passing.map(identityOf)) {
    const key = JSON.stringify([identity.protocol, identity.scope === 'container', ...whoFields(identity)]);
    const known = classes.get(key);
    if (known === undefined) classes.set(key, { identity, scopes: new Set([identity.scope]) });
    else known.scopes.add(identity.scope);
  }
  return sorted(
    [...classes.values()].map(({ identity, scopes }) => {
      const widest = bindScopes.findLast((scope) => scopes.has(scope)) ?? 'any';
      const fields = [`protocol: ${identity.protocol}`, `scope: ${widest}`, ...whoFields(identity)];
      const hidden = identity.seen ? '' : hiddenRemark;
      return { key: sortKey({ ...identity, port: 0 }), text: `${hidden}  - ${fields.join('\n    ')}\n` };
    }),
  );
}

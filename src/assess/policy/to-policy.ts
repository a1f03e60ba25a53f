import type { Span } from '../../core/range.ts';
import type { Path } from './faults.ts';
import type { PolicyFile } from './file.ts';
import type { EphemeralEntry, IgnoreEntry, Policy, PolicyEntry } from './policy.ts';

type FileEntry<Section extends 'listeners' | 'ephemeral' | 'ignore'> = NonNullable<
  PolicyFile[Section]
>[number];

/** The checked file as a policy: absent conditions become null, ports become spans, entries know their line. */
export function toPolicy(file: PolicyFile, name: string, lineOf: (path: Path) => number): Policy {
  return {
    name,
    listeners: (file.listeners ?? []).map((entry, at) => listenerOf(entry, lineOf(['listeners', at]))),
    ephemeral: (file.ephemeral ?? []).map((entry, at) => ephemeralOf(entry, lineOf(['ephemeral', at]))),
    ignore: (file.ignore ?? []).map((entry, at) => ignoreOf(entry, lineOf(['ignore', at]))),
  };
}

function listenerOf(entry: FileEntry<'listeners'>, line: number): PolicyEntry {
  const { optional, also } = entry;
  return { ...wanted(entry), optional, also, line };
}

const ephemeralOf = (entry: FileEntry<'ephemeral'>, line: number): EphemeralEntry => ({
  ...wanted(entry),
  line,
});

const ignoreOf = (entry: FileEntry<'ignore'>, line: number): IgnoreEntry => ({
  ...wanted(entry),
  why: entry.why ?? null,
  line,
});

type Conditions = Omit<Partial<NonNullable<PolicyFile['ignore']>[number]>, 'why' | 'note'>;

function wanted(entry: Conditions): Omit<IgnoreEntry, 'why' | 'line'> {
  const {
    port,
    protocol = null,
    scope = null,
    address = null,
    program = null,
    runs = null,
    unit = null,
    container = null,
    namespace = null,
  } = entry;
  return {
    protocol,
    ports: port === undefined ? null : spanOf(port),
    scope,
    address,
    program,
    runs,
    unit,
    container,
    namespace,
  };
}

function spanOf(port: number | string): Span {
  const [from = 0, to = from] = String(port).split('-').map(Number);
  return { from, to };
}

import type { Owner, SocketHolder } from '../../listener.ts';
import type { PackageFinder } from '../packages/index.ts';
import type { ProcessFacts } from './facts.ts';
import type { ProcessReader } from './reader.ts';

/** The owner behind a holder, without its package; null where the process is gone or hidden whole. */
export function ownerOf(holder: SocketHolder, reader: ProcessReader): Owner | null {
  const facts = reader.read(holder.pid);
  if (facts === null) return null;
  const { ppid: _, ancestryComplete: _a, cgroup: _c, foreignRoot: _f, ...owner } = facts;
  return { ...owner, fd: holder.fd };
}

/**
 * The owners behind holders, in their order, with the packages that own their executables and scripts, which are
 * looked up together. Packages are left out (undefined) where no manager could answer, and for programs of a
 * container: its files are no files of this machine's packages.
 */
export function ownersOf(
  holders: readonly SocketHolder[],
  reader: ProcessReader,
  packages: PackageFinder,
): readonly (Owner | null)[] {
  const facts = holders.map(({ pid }) => reader.read(pid));
  const found = packages.find([...new Set(facts.flatMap(ownFiles))]);
  return holders.map((holder, at) => {
    const owner = ownerOf(holder, reader);
    const known = facts[at] ?? null;
    if (owner === null || known === null) return null;
    const [exe, script] = [known.exe, known.runsFile ?? null].map((path) =>
      path === null || known.foreignRoot ? undefined : found.get(path),
    );
    return {
      ...owner,
      ...(exe === undefined ? {} : { package: exe }),
      ...(script === undefined ? {} : { runsPackage: script }),
    };
  });
}

const ownFiles = (facts: ProcessFacts | null): readonly string[] =>
  facts === null || facts.foreignRoot
    ? []
    : ([facts.exe, facts.runsFile ?? null].filter(
        (path) => path?.startsWith('/') === true && !path.startsWith('/memfd:'),
      ) as string[]);

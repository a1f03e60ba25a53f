import { type DossierFile, dossierFile } from '../dossier-file.ts';

/** What does not fit in a dossier by itself: its shape, and sources or ports that it refers to and lacks. */
export function dossierProblems(value: unknown): readonly string[] {
  const parsed = dossierFile.safeParse(value);
  if (!parsed.success) {
    return parsed.error.issues.map(
      ({ path, message }) => `${path.map(String).join('.') || 'file'}: ${message}`,
    );
  }
  return [...missingSources(parsed.data), ...foreignPorts(parsed.data)];
}

function* cited(
  file: DossierFile,
): Iterable<readonly [string, readonly string[], readonly number[] | undefined]> {
  for (const [place, { sources, ports }] of file.claims.entries()) yield [`claims.${place}`, sources, ports];
  for (const [place, { sources, ports }] of file.statements.entries())
    yield [`statements.${place}`, sources, ports];
}

const missingSources = (file: DossierFile): readonly string[] =>
  [...cited(file)].flatMap(([place, keys]) =>
    keys
      .filter((key) => !Object.hasOwn(file.sources, key))
      .map((key) => `${place}: no source is called ${key}`),
  );

const foreignPorts = (file: DossierFile): readonly string[] =>
  [...cited(file)].flatMap(([place, , ports]) =>
    (ports ?? [])
      .filter((port) => !file.ports.includes(port))
      .map((port) => `${place}: ${port} is no port of this dossier`),
  );

/** Sources that nothing rests on. */
export function unusedSources(file: DossierFile): readonly string[] {
  const used = new Set([...cited(file)].flatMap(([, keys]) => keys));
  return Object.keys(file.sources).filter((key) => !used.has(key));
}

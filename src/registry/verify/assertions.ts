import type { DossierFile } from '../dossier-file.ts';
import type { OpenLayer } from '../layers.ts';
import { registryAssignments } from '../lookup.ts';

export interface AssertionFindings {
  readonly problems: readonly string[];
  /** What the layer at hand cannot tell. */
  readonly notChecked: readonly string[];
}

type Assertion = DossierFile['registry'][number];

/** The layers an assertion is held against: the best one, and the embedded list where it is newer. */
export interface AssertionLayers {
  readonly best: OpenLayer;
  readonly embedded: OpenLayer | null;
}

/** Holds what a dossier takes the registry to say against what the registry says. */
export function checkAssertions(file: DossierFile, layers: AssertionLayers): AssertionFindings {
  const problems: string[] = [];
  const notChecked: string[] = [];
  for (const assertion of file.registry) {
    const found = disagreement(assertion, layers.best);
    if (found === null) {
      if (restsOnAbsence(assertion, layers.best))
        notChecked.push(`${phrase(assertion)}: not checkable with the embedded list`);
    } else if (restsOnAbsence(assertion, layers.best)) {
      notChecked.push(`${phrase(assertion)}: not checkable with the embedded list`);
    } else if (newerAgrees(assertion, layers)) {
      notChecked.push(`${phrase(assertion)}: the full record is older than the embedded list, which agrees`);
    } else problems.push(`${phrase(assertion)}, but ${found}`);
  }
  return { problems, notChecked };
}

const phrase = ({ port, transport, status, service }: Assertion): string =>
  `registry: ${port}/${transport} is ${status}${service === null ? '' : ` (${service})`}`;

/** null where the layer says the same. */
function disagreement({ port, transport, status, service }: Assertion, layer: OpenLayer): string | null {
  const given = registryAssignments(layer, port, transport);
  const [primary] = given;
  if (primary === undefined) return 'the registry says nothing';
  const names = given.flatMap((one) => one.service ?? []);
  const sameName = service === null || names.includes(service);
  if (primary.status === status && sameName) return null;
  return `${primary.source.name} says ${primary.status}${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
}

/** The embedded list has no unassigned ports: a port it lacks, or that it lists without its past, proves nothing. */
function restsOnAbsence({ port, transport, status }: Assertion, { table }: OpenLayer): boolean {
  if (table.meta.whole || status === 'assigned') return false;
  const segment = table.segments.at(port, transport);
  return segment === null || (segment.status === 'reserved' && status === 'de-assigned');
}

function newerAgrees(assertion: Assertion, { best, embedded }: AssertionLayers): boolean {
  if (best.name !== 'full' || embedded === null) return false;
  const [full, newer] = [best.table.meta.sources[0]?.date, embedded.table.meta.sources[0]?.date];
  return (full ?? '') < (newer ?? '') && disagreement(assertion, embedded) === null;
}

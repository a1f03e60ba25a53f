import type { DoctorCheck } from '../../contract/doctor.ts';
import type { LayerStatus } from '../../registry/index.ts';
import { checksOf } from './check.ts';

const { ok, warn, fail } = checksOf('registry');
/** The registry changes every few days; after half a year answers of "unassigned" are worth little. */
const old = 180;

export function registryChecks(layers: readonly LayerStatus[]): readonly DoctorCheck[] {
  const tables = layers.filter(({ layer }) => layer !== 'host');
  const damaged = tables.flatMap(({ path, problem }) =>
    problem === null
      ? []
      : [
          fail(
            'damage',
            `${path}: ${problem}`,
            'Fetch it anew: reeve registry update; or install reeve again',
          ),
        ],
  );
  const used = tables.find((layer) => layer.used);
  if (used === undefined) {
    return [...damaged, fail('source', 'no record of ports can be read', 'Install reeve again')];
  }
  const { source, ageDays, layer } = used;
  const name = `${source?.name ?? layer}${source?.date == null ? '' : ` of ${source.date}`}`;
  const age = ageDays === null ? '' : `, ${ageDays} days old`;
  const update = 'Fetch the full record of IANA: reeve registry update';
  if (layer === 'embedded') {
    const found = `the list that came with reeve (${name}${age}): names only`;
    const state = ageDays !== null && ageDays > old ? warn : ok;
    return [...damaged, state('source', found, update)];
  }
  return [
    ...damaged,
    ageDays !== null && ageDays > old
      ? warn('source', `${name}${age}`, update)
      : ok('source', `${name}${age}`),
  ];
}

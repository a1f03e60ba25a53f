import type { Assignment } from '../registry/record.ts';
import { baseName } from './place.ts';
import type { Subject } from './subject.ts';

/** A name without what daemons add to it: `zabbix_agentd` and `zabbix-agent` are the same. */
const bare = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\.(?:exe|[cm]?[jt]s|py|jar|rb|pl)$/, '')
    .replace(/[-_. ]/g, '')
    .replace(/(?:server|daemon|d)$/, '');

/** The assignment under whose service name the holder serves, where its names fit one. */
export function assignmentServed({
  assigned,
  program,
  owner,
  listener,
  account,
}: Subject): Assignment | null {
  const services = new Set(program?.services);
  const names = [
    owner?.exe ? baseName(owner.exe) : owner?.comm,
    owner?.runs ? baseName(owner.runs) : undefined,
  ];
  const packaged = account?.by === 'package' ? owner?.package?.name : undefined;
  const own = new Set(
    [
      ...names,
      packaged,
      listener.container?.image
        ?.replace(/[:@].*$/, '')
        .split('/')
        .at(-1),
    ].flatMap((name) => (name ? [bare(name)] : [])),
  );
  return (
    assigned.find(
      ({ service }) =>
        service !== null && (services.has(service) || (bare(service).length > 2 && own.has(bare(service)))),
    ) ?? null
  );
}

/** `sunproxyadmin`, `http or http-alt`: the registered names for a sentence. */
export const servicesText = (assigned: readonly Assignment[]): string =>
  [...new Set(assigned.map(({ service, description }) => service ?? description))].slice(0, 3).join(' or ');

import { inferredFromUnit } from '../../../src/assess/rules/inferred-from-unit.ts';
import { container, packaged, service, tcp } from '../machine.ts';
import { casesOf } from './cases.ts';

const hidden = { ownersComplete: false };

casesOf(inferredFromUnit, [
  ['the unit fits the port', tcp(22, { ...hidden, unit: service('ssh') }), 'plausible'],
  ['an instance of a unit', tcp(5432, { ...hidden, unit: service('postgresql@15-main') }), 'plausible'],
  ['the unit is of a known program, the port is not', tcp(4444, { ...hidden, unit: service('ssh') }), null],
  ['a unit that nobody knows', tcp(22, { ...hidden, unit: service('ours') }), null],
  [
    'a session says nothing',
    tcp(22, {
      ...hidden,
      unit: { name: 'session-3.scope', type: 'scope', socketUnit: null, source: 'cgroup' },
    }),
    null,
  ],
  ['a container', tcp(8080, { ...hidden, container: container('web', null) }), 'plausible'],
  ['a container without a name', tcp(8080, { ...hidden, container: container(null, null) }), null],
  ['seen', tcp(22, { unit: service('ssh'), by: [packaged('/usr/sbin/sshd', 'openssh-server')] }), null],
  ['the kernel', tcp(22, { unit: service('ssh'), kernel: { what: null } }), null],
]);

import { matchesRegistry } from '../../../src/assess/rules/matches-registry.ts';
import { inside, owner, packaged, tcp, udp, unpackaged } from '../machine.ts';
import { casesOf } from './cases.ts';

casesOf(matchesRegistry, [
  ['a known program', tcp(22, { by: [packaged('/usr/sbin/sshd', 'openssh-server')] }), 'expected', 'ssh'],
  [
    'one of several services',
    tcp(80, { by: [packaged('/usr/sbin/nginx', 'nginx')] }),
    'expected',
    'www',
    'http',
  ],
  [
    'a name with what daemons add to it',
    tcp(10_050, { by: [packaged('/usr/sbin/foo_agentd', 'foo-agent')] }),
    'expected',
    'foo-agent',
  ],
  [
    'the name of its package',
    tcp(7000, { by: [packaged('/usr/lib/x/main', 'quux-server')] }),
    'expected',
    'quux',
  ],
  [
    'the name of its image',
    tcp(7000, { ...inside('a', 'firm/quux:1'), by: [owner('/main')] }),
    'expected',
    'quux',
  ],
  ['a name that nobody vouches for', tcp(7000, { by: [unpackaged('/data/quux')] }), 'plausible', 'quux'],
  ['another service', tcp(22, { by: [packaged('/usr/sbin/sshd', 'openssh-server')] }), null, 'telnet'],
  ['a name of one letter fits nothing', tcp(7000, { by: [packaged('/usr/bin/ad', 'ad')] }), null, 'a'],
  ['a passing port', udp(45_000, { by: [packaged('/usr/bin/quux', 'quux')] }), null, 'quux'],
  ['nothing registered', tcp(22, { by: [packaged('/usr/sbin/sshd', 'openssh-server')] }), null],
]);

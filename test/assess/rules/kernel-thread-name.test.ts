import { kernelThreadName } from '../../../src/assess/rules/kernel-thread-name.ts';
import { owner, packaged, tcp } from '../machine.ts';
import { casesOf } from './cases.ts';

casesOf(kernelThreadName, [
  ['by its name', tcp(9, { by: [owner('/opt/x', { comm: 'kworker/0:1' })] }), 'wrong'],
  ['by its name with brackets', tcp(9, { by: [owner('/opt/x', { comm: '[kworker/0:1]' })] }), 'wrong'],
  ['by its command line', tcp(9, { by: [owner('/opt/x', { cmdline: ['[kswapd0]'] })] }), 'wrong'],
  [
    'by its command line, with a number',
    tcp(9, { by: [owner('/opt/x', { cmdline: ['[kworker/u16:3-events]'] })] }),
    'wrong',
  ],
  [
    'a second holder',
    tcp(9, { by: [packaged('/usr/bin/d', 'd'), owner('/opt/x', { comm: 'ksoftirqd/1' })] }),
    'wrong',
  ],
  ['without a file it may be one', tcp(9, { by: [owner(null, { comm: 'kworker/0:1' })] }), null],
  [
    'a celery worker titles itself in brackets',
    tcp(9, { by: [owner('/usr/bin/python3', { cmdline: ['[celeryd: celery@host:MainProcess] -active-'] })] }),
    null,
  ],
  ['a word that others use as well', tcp(9, { by: [owner('/opt/watchdogd', { comm: 'watchdogd' })] }), null],
  ['an ordinary name', tcp(9, { by: [owner('/usr/bin/kwalletd5')] }), null],
]);

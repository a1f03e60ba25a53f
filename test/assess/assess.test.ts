import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess, rules } from '../../src/assess/index.ts';
import { precedence } from '../../src/assess/assess.ts';
import { verdictLevels } from '../../src/core/verdict.ts';
import { fuzzRuns } from '../fuzz.ts';
import {
  assigned,
  context,
  linuxEphemeral,
  ofAnn,
  packaged,
  service,
  tcp,
  udp,
  unpackaged,
  verdictOf,
} from './machine.ts';
import { anyListener } from './policy/machines.ts';

const names = ({ because }: ReturnType<typeof assess>): readonly string[] => because.map(({ rule }) => rule);

describe('assess', () => {
  test('any listener gets a level with its reasons, the deciding ones first, harmless to a terminal', () => {
    const registered = fc.array(fc.constantFrom('ssh', 'http', 'wlbs', 'x'), { maxLength: 2 });
    fc.assert(
      fc.property(anyListener, registered, (listener, services) => {
        const { level, because } = verdictOf(listener, ...services);
        expect(because.length).toBeGreaterThan(0);
        expect(because[0]?.level).toBe(level);
        const ranks = because.map((reason) => precedence.indexOf(reason.level));
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
        for (const { rule, text } of because) {
          expect(rules.map(({ name }) => name)).toContain(rule);
          // biome-ignore lint: control characters are the point
          expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]|\p{Surrogate}/u);
          expect(text.length).toBeLessThanOrEqual(600);
        }
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  test('every level has its place in the order', () => {
    expect(precedence.toSorted()).toEqual(verdictLevels.toSorted());
  });

  test('a doubt is not hidden by a proof', () => {
    const verdict = verdictOf(
      tcp(5432, {
        exposure: 'public',
        by: [packaged('/usr/lib/postgresql/15/bin/postgres', 'postgresql-15')],
      }),
      'postgresql',
    );
    expect(verdict.level).toBe('suspect');
    expect(names(verdict)).toEqual(
      expect.arrayContaining(['exposed-without-need', 'customary-port', 'matches-registry']),
    );
  });

  test('a proof is not weakened by a remark', () => {
    const verdict = verdictOf(
      tcp(22, { by: [packaged('/usr/sbin/sshd', 'openssh-server', { exeDeleted: true })] }),
      'ssh',
    );
    expect(verdict.level).toBe('expected');
    expect(names(verdict)).toContain('deleted-executable');
  });

  test('not knowing gives way to knowing a little', () => {
    const verdict = verdictOf(tcp(22, { ownersComplete: false, unit: service('ssh') }), 'ssh');
    expect(verdict.level).toBe('plausible');
    expect(names(verdict)).toEqual(['inferred-from-unit', 'hidden-owner']);
    expect(verdict.because[0]?.evidence).toMatchObject({ inferred: true, unit: 'ssh.service' });
  });

  test('only assignments that are in force count', () => {
    const base = assigned(7777, 'gone');
    const listener = tcp(7777, { by: [packaged('/usr/bin/x', 'x')] });
    const verdict = assess(listener, {
      assignments: [{ ...base, status: 'de-assigned' }],
      ephemeral: linuxEphemeral,
    });
    expect(names(verdict)).toContain('unassigned-port');
  });

  test('without the ephemeral range of the machine the usual one of Linux counts', () => {
    const listener = udp(40_000, { by: [packaged('/usr/bin/x', 'x')] });
    expect(names(assess(listener, { assignments: [], ephemeral: null }))).toContain('client-socket');
    expect(
      names(assess(listener, { assignments: [], ephemeral: { from: 50_000, to: 51_000 } })),
    ).not.toContain('client-socket');
  });

  test('evidence is of plain values', () => {
    const { because } = assess(
      tcp(4444, { by: [unpackaged('/tmp/x', { comm: 'sshd' }), ofAnn('/home/ann/.x/y')] }),
      context('krb524')(tcp(4444)),
    );
    for (const { evidence } of because) expect(JSON.parse(JSON.stringify(evidence))).toEqual(evidence);
  });
});

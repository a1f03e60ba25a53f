import { describe, expect, test } from 'vitest';
import { assess } from '../../../src/assess/index.ts';
import { ownAgent } from '../../../src/assess/rules/own-agent.ts';
import { subjectOf } from '../../../src/assess/subject.ts';
import type { Listener } from '../../../src/inspect/listener.ts';
import { context, ofAnn, owner, packet, tcp, unpackaged } from '../machine.ts';

const agent = unpackaged('/tmp/clone/node', { pid: 4242 });
const judge = (listener: Listener, own: readonly number[]) =>
  ownAgent.judge(subjectOf(listener, { ...context()(listener), own: new Set(own) }));

describe('own-agent', () => {
  test('the agent, by its process', () => {
    expect(judge(tcp(7678, { by: [agent] }), [4242])).toEqual({
      level: 'expected',
      text: '7678/tcp is held by Portreeve itself: its agent, process 4242.',
      evidence: { pid: 4242, exe: '/tmp/clone/node' },
    });
  });

  test('both its processes, and a socket without a port', () => {
    expect(
      judge(packet(3, { by: [agent, owner('/usr/bin/node', { pid: 4241 })] }), [4242, 4241])?.level,
    ).toBe('expected');
  });

  test.each([
    ['nobody proved anything', tcp(7678, { by: [agent] }), []],
    [
      'a look-alike on the port',
      tcp(7678, { by: [ofAnn('/usr/local/bin/reeve', { pid: 7, comm: 'reeve' })] }),
      [4242],
    ],
    ['somebody else has it too', tcp(7678, { by: [agent, owner('/usr/bin/nc', { pid: 9 })] }), [4242]],
    ['nobody could be seen', tcp(7678), [4242]],
    ['the kernel', tcp(7678, { by: [agent], kernel: { what: null } }), [4242]],
  ])('not where %s', (_, listener, own) => {
    expect(judge(listener, own)).toBeNull();
  });

  test('no doubt about its folder stands beside it, and without the proof it does', () => {
    const listener = tcp(7678, { by: [agent] });
    const own = { ...context()(listener), own: new Set([4242]) };
    expect(assess(listener, own)).toMatchObject({ level: 'expected', because: [{ rule: 'own-agent' }] });
    expect(assess(listener, own).because).toHaveLength(1);
    expect(assess(listener, context()(listener)).level).toBe('wrong');
  });
});

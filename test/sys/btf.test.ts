import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeFunctions, firstFunctionType } from '../../src/sys/bpf/functions.ts';
import { readBtf } from '../../src/sys/btf.ts';
import { fuzzRuns } from '../fuzz.ts';

const kernelBtf = '/sys/kernel/btf/vmlinux';

type Member = { name: string; type: number; bits: number };
type Type = { kind: number; name: string; members?: Member[]; size?: number; flag?: boolean; tail?: number };

/** Writes BTF bytes from types; the tests' own writer, to know what is in them. */
function writeBtf(types: readonly Type[]): Uint8Array {
  let strings = '\0';
  const name = (text: string): number => {
    if (text === '') return 0;
    strings += `${text}\0`;
    return strings.length - text.length - 1;
  };
  const words = types.flatMap(({ kind, name: text, members = [], size = 0, flag = false, tail = 0 }) => [
    name(text),
    ((flag ? 0x8000_0000 : 0) | (kind << 24) | members.length) >>> 0,
    size,
    ...members.flatMap((member) => [name(member.name), member.type, member.bits]),
    ...Array.from({ length: tail }, () => 0),
  ]);
  const bytes = new Uint8Array(24 + words.length * 4 + strings.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x0001_eb9f, true);
  const head = [24, 0, words.length * 4, words.length * 4, strings.length];
  for (const [index, word] of [...head, ...words].entries()) view.setUint32(4 + index * 4, word, true);
  bytes.set(Buffer.from(strings, 'latin1'), 24 + words.length * 4);
  return bytes;
}

const int: Type = { kind: 1, name: 'int', size: 4, tail: 1 };
const example: readonly Type[] = [
  int,
  { kind: 3, name: '', tail: 3 }, // an array
  {
    kind: 5,
    name: '',
    members: [
      { name: 'x', type: 1, bits: 0 },
      { name: 'deep', type: 1, bits: 32 },
    ],
  },
  {
    kind: 4,
    name: 'outer',
    members: [
      { name: 'first', type: 1, bits: 0 },
      { name: '', type: 3, bits: 64 },
      { name: 'last', type: 1, bits: 192 },
    ],
  },
  { kind: 4, name: 'flagged', flag: true, members: [{ name: 'field', type: 1, bits: (3 << 24) | 16 }] },
  { kind: 12, name: 'function', size: 1 },
];

describe('readBtf', () => {
  test('finds members, also those of anonymous unions, and functions', () => {
    const members = { outer: ['first', 'deep', 'last', 'missing'], flagged: ['field'], absent: ['any'] };
    const answer = readBtf(writeBtf(example), { members, functions: ['function', 'nothing'] });
    expect(answer).toEqual({
      ok: true,
      value: {
        offsets: new Map([
          ['outer.first', 0],
          ['outer.deep', 12],
          ['outer.last', 24],
          ['flagged.field', 2],
        ]),
        functions: new Map([['function', 6]]),
      },
    });
  });

  test('tells a kind of type that it does not know, and what is no BTF at all', () => {
    const odd = writeBtf([int, { kind: 25, name: 'odd' }]);
    expect(readBtf(odd, { members: {}, functions: [] })).toMatchObject({ ok: false });
    expect(readBtf(Buffer.from('not BTF, certainly'), { members: {}, functions: [] })).toMatchObject({
      ok: false,
    });
    expect(readBtf(new Uint8Array(0), { members: {}, functions: [] })).toEqual({
      ok: false,
      error: 'BTF that ends too early',
    });
  });

  test('an anonymous struct that holds itself comes to an end', () => {
    const loop: Type = { kind: 4, name: '', members: [{ name: '', type: 1, bits: 0 }] };
    const bytes = writeBtf([loop, { kind: 4, name: 'root', members: [{ name: '', type: 1, bits: 0 }] }]);
    expect(readBtf(bytes, { members: { root: ['leaf'] }, functions: [] })).toMatchObject({ ok: true });
  });

  test('damage is an answer, never an exception', () => {
    const whole = writeBtf(example);
    const question = { members: { outer: ['deep'], flagged: ['field'] }, functions: ['function'] };
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 });
    fc.assert(
      fc.property(fc.nat(whole.length), damage, (length, changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        expect(typeof readBtf(bytes.subarray(0, length), question).ok).toBe('boolean');
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test('any bytes behind a true header are an answer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (tail) => {
        const bytes = new Uint8Array(24 + tail.length);
        new DataView(bytes.buffer).setUint32(0, 0x0001_eb9f, true);
        new DataView(bytes.buffer).setUint32(4, 24, true);
        new DataView(bytes.buffer).setUint32(12, tail.length, true);
        bytes.set(tail, 24);
        expect(typeof readBtf(bytes, { members: { a: ['b'] }, functions: ['c'] }).ok).toBe('boolean');
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test('reads what we describe to the kernel ourselves', () => {
    const answer = readBtf(describeFunctions(['entry', 'inner']), {
      members: {},
      functions: ['entry', 'inner'],
    });
    const functions = new Map([
      ['entry', firstFunctionType],
      ['inner', firstFunctionType + 1],
    ]);
    expect(answer).toEqual({ ok: true, value: { offsets: new Map(), functions } });
  });

  test.skipIf(!existsSync(kernelBtf))('reads the BTF of this kernel (skipped where it has none)', () => {
    const question = {
      members: { file: ['f_inode'], fdtable: ['max_fds', 'fd'] },
      functions: ['bpf_iter_task'],
    };
    const answer = readBtf(readFileSync(kernelBtf), question);
    if (!answer.ok) throw new Error(answer.error);
    expect([...answer.value.offsets.keys()].sort()).toEqual([
      'fdtable.fd',
      'fdtable.max_fds',
      'file.f_inode',
    ]);
    expect(answer.value.functions.get('bpf_iter_task')).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from 'vitest';
import { doctor, doctorExit, doctorText } from '../../../src/cli/commands/doctor.ts';
import { painter } from '../../../src/cli/render/style.ts';
import { width } from '../../../src/cli/render/text.ts';
import { type DoctorCheck, doctorDocument } from '../../../src/contract/doctor.ts';
import { captured } from '../captured.ts';

const check = (state: DoctorCheck['state'], difference: Partial<DoctorCheck> = {}): DoctorCheck => ({
  topic: 'kernel',
  id: 'kernel.btf',
  state,
  found: 'something was found that takes more than one line to tell, as it is a long story of many words',
  todo: null,
  ...difference,
});

describe('reeve doctor', () => {
  it.each<[readonly DoctorCheck['state'][], number]>([
    [['ok'], 0],
    [['ok', 'warn'], 0],
    [['ok', 'unknown'], 3],
    [['unknown', 'fail', 'warn'], 1],
  ])('%j exits %i', (states, code) => {
    expect(doctorExit(states.map((state) => check(state)))).toBe(code);
  });

  it('fits 80 columns, hides no state behind a colour, and is harmless', () => {
    const text = doctorText(
      [
        check('ok'),
        check('fail', { todo: 'Do this and that, and then the other thing, until it is no more as it was' }),
        check('unknown', { topic: 'store', found: `a name with \u001b[31m colour` }),
      ],
      { columns: 80, paint: painter(false) },
    );
    expect(text.split('\n').every((line) => width(line) <= 80)).toBe(true);
    expect(text).not.toContain('\u001b');
    expect(text).toMatch(/^ {2}ok {7}something/m);
    expect(text).toMatch(/^ {2}FAIL {5}something/m);
    expect(text).toMatch(/^ {11}→ Do this/m);
    expect(text).toContain('3 checks, 1 failed, 1 could not be made.');
  });

  it('as JSON it is the document', async () => {
    const { context, out } = captured();
    const code = await doctor(context, { json: true }, '0.1.0', () => Promise.resolve([check('warn')]));
    expect(code).toBe(0);
    expect(doctorDocument.parse(JSON.parse(out()))).toMatchObject({
      version: '0.1.0',
      checks: [{ state: 'warn' }],
    });
  });
});

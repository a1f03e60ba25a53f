import { examine } from '../../agent/index.ts';
import type { DoctorCheck, DoctorDocument } from '../../contract/doctor.ts';
import { envelope } from '../../contract/envelope.ts';
import type { ExitCode } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { counted, paragraph } from '../render/text.ts';

const titles: Readonly<Record<DoctorCheck['topic'], string>> = {
  agent: 'Agent',
  privileges: 'Privileges of who runs this',
  kernel: 'Kernel',
  store: 'Store',
  registry: 'Record of ports',
  clock: 'Clock',
  runtime: 'Node.js',
};

/** Of one width; a state is read by its word, the colour only helps. */
const words: Readonly<Record<DoctorCheck['state'], string>> = {
  ok: 'ok     ',
  warn: 'warn   ',
  fail: 'FAIL   ',
  unknown: 'unknown',
};

/** `reeve doctor`: 1 where something is wrong, 3 where something could not be looked at. */
export async function doctor(
  context: Context,
  options: { readonly json?: true },
  version: string,
  look: typeof examine = examine,
): Promise<ExitCode> {
  const checks = await look(context.env);
  if (options.json) {
    const document: DoctorDocument = {
      ...envelope('portreeve/doctor/1'),
      version,
      checks: checks.map((check) => ({ ...check })),
    };
    context.out(toJson(document));
  } else {
    context.out(`${doctorText(checks, context)}\n`);
  }
  return doctorExit(checks);
}

/** A warning is no failure: what it warns of may be meant to be so. */
export function doctorExit(checks: readonly DoctorCheck[]): ExitCode {
  if (checks.some(({ state }) => state === 'fail')) return 1;
  return checks.some(({ state }) => state === 'unknown') ? 3 : 0;
}

export function doctorText(
  checks: readonly DoctorCheck[],
  { columns, paint }: Pick<Context, 'columns' | 'paint'>,
): string {
  const room = Math.min(columns, 100);
  const blocks = [...new Set(checks.map(({ topic }) => topic))].map((topic) => {
    const own = checks.filter((check) => check.topic === topic);
    return [paint.bold(titles[topic]), ...own.map((check) => line(check, room, paint))].join('\n');
  });
  return [...blocks, summary(checks)].join('\n\n');
}

const hang = ' '.repeat(11);

function line({ state, found, todo }: DoctorCheck, room: number, paint: Context['paint']): string {
  const text = paragraph(harmless(found), room, hang);
  const head = `  ${painted(state, paint)}  `;
  const more = todo === null ? [] : [paragraph(harmless(`→ ${todo}`), room, `${hang}  `, hang)];
  return [head + text.slice(hang.length), ...more].join('\n');
}

function painted(state: DoctorCheck['state'], paint: Context['paint']): string {
  const word = words[state];
  if (state === 'fail') return paint.red(word);
  if (state === 'ok') return paint.green(word);
  return state === 'warn' ? paint.yellow(word) : paint.dim(word);
}

function summary(checks: readonly DoctorCheck[]): string {
  const many = (state: DoctorCheck['state']): number =>
    checks.filter((check) => check.state === state).length;
  const parts = [
    counted(checks.length, 'check'),
    many('fail') === 0 ? 'none failed' : `${many('fail')} failed`,
    ...(many('warn') === 0 ? [] : [counted(many('warn'), 'warning')]),
    ...(many('unknown') === 0 ? [] : [`${many('unknown')} could not be made`]),
  ];
  return `${parts.join(', ')}.`;
}

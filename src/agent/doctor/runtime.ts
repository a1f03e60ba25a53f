import type { DoctorCheck } from '../../contract/doctor.ts';
import { checksOf } from './check.ts';

const { ok, fail } = checksOf('runtime');
/** `engines` of package.json. */
const least = [20, 19] as const;

/** @param version `v20.19.1` */
export function runtimeChecks(version: string): readonly DoctorCheck[] {
  const [, major = '0', minor = '0'] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  const enough = Number(major) > least[0] || (Number(major) === least[0] && Number(minor) >= least[1]);
  return [
    enough
      ? ok('node', `Node.js ${version}`)
      : fail('node', `Node.js ${version} is too old`, `Install ${least.join('.')} or newer`),
  ];
}

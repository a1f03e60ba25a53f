import { z } from 'zod';
import { head } from './parts.ts';

const text = z.string();

/** `portreeve/doctor/1`: what `reeve doctor` found */
export const doctorDocument = z.strictObject({
  ...head('portreeve/doctor/1'),
  version: text,
  checks: z.array(
    z.strictObject({
      topic: z.enum(['privileges', 'kernel', 'store', 'registry', 'clock', 'agent', 'runtime']),
      id: text.describe('Stays the same from release to release: kernel.btf'),
      state: z.enum(['ok', 'warn', 'fail', 'unknown']),
      found: text,
      todo: text.nullable(),
    }),
  ),
});

export type DoctorDocument = z.infer<typeof doctorDocument>;
export type DoctorCheck = DoctorDocument['checks'][number];

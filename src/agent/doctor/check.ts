import type { DoctorCheck } from '../../contract/doctor.ts';
import { isReeveError } from '../../core/errors.ts';

type Topic = DoctorCheck['topic'];

/** Makes the checks of one topic, each a sentence without a full stop. */
export const checksOf = (topic: Topic) => {
  const make =
    (state: DoctorCheck['state']) =>
    (id: string, found: string, todo: string | null = null): DoctorCheck => ({
      topic,
      id: `${topic}.${id}`,
      state,
      found,
      todo,
    });
  return { ok: make('ok'), warn: make('warn'), fail: make('fail'), unknown: make('unknown') };
};

/** What was thrown, as a phrase. */
export function wordsOf(thrown: unknown): string {
  if (isReeveError(thrown)) return thrown.explanation.found;
  return thrown instanceof Error ? thrown.message : String(thrown);
}

import type { Reason } from '../../core/verdict.ts';
import type { Subject } from '../subject.ts';

/** What a rule says of a listener, where it says anything. */
export type Judgement = Omit<Reason, 'rule'>;

/** One question about a listener. Its name is stable: scripts and `docs/verdicts.md` use it. */
export interface Rule {
  readonly name: string;
  /** One sentence: what it looks for. */
  readonly text: string;
  readonly judge: (subject: Subject) => Judgement | null;
}

export type Evidence = Judgement['evidence'];

const judgement =
  (level: Judgement['level']) =>
  (text: string, evidence: Evidence): Judgement => ({ level, text, evidence });

export const expected = judgement('expected');
export const plausible = judgement('plausible');
export const suspect = judgement('suspect');
export const wrong = judgement('wrong');
export const unknown = judgement('unknown');

/** `from other machines on the private network`: where a listener can be reached, for a sentence. */
export const reachText: Readonly<Record<Subject['reach'], string>> = {
  loopback: 'from this machine only',
  'link-local': 'from the local link',
  private: 'from the private network',
  public: 'from public addresses',
  container: 'inside its container only',
};

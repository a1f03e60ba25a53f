import type { NoticeDocument } from '../../contract/notice.ts';

export type HookLog = (
  level: 'info' | 'warn' | 'error',
  text: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** What happened to a notice, each said once: it arrived, it could not be told, it was held back. */
export type Outcome = 'sent' | 'failed' | 'held';

export interface Teller {
  /** Never throws and never waits. */
  tell(notice: NoticeDocument): void;
  /** Lets what is under way end within this time, and gives the rest up. */
  close(graceMs: number): Promise<void>;
}

export interface Surroundings {
  readonly log: HookLog;
  readonly count: (outcome: Outcome) => void;
}

import type { Scan } from '../core/knock.ts';
import type { ExitCode } from '../core/errors.ts';
import type { Findings, InputSummary } from '../watch/index.ts';

/**
 * A scan or a flood is a finding; so is a single packet that a scanner's tool is known by. Ordinary clients, probes of
 * unknown make and answers to forged packets are not: nearly every capture has some.
 */
export function exitOfFindings({ scans, floods }: Findings): ExitCode {
  return floods.length > 0 || scans.some(isFinding) ? 1 : 0;
}

function isFinding({ kind, tool }: Scan): boolean {
  if (kind === 'misdirected') return false;
  if (kind !== 'probe') return true;
  return (
    tool.name !== null &&
    tool.name !== 'kernel connect' &&
    (tool.level === 'proven' || tool.level === 'likely')
  );
}

/** As of findings; 2 where there was nothing to look at. */
export const exitOfRead = (findings: Findings, { records }: Pick<InputSummary, 'records'>): ExitCode =>
  exitOfFindings(findings) === 1 ? 1 : records === 0 ? 2 : 0;

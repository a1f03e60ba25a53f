import { fail } from '../../core/errors.ts';
import type { TableRecord } from '../table/record-text.ts';

/** Fewer rows no true copy has had for many years (14,474 in March 2025). */
const fewestRows = 10_000;
/** Of the rows of the present record; IANA removes few, a truncated copy lacks many. */
const fewestShare = 0.9;
/** The registry has 1.1 MB; what is far above is something else. */
export const mostBytes = 16 * 1024 * 1024;

/** Assignments from the beginning, the middle and the end of the registry that RFCs rest on or long stand. */
const anchors = [
  [22, 'tcp', 'ssh'],
  [53, 'udp', 'domain'],
  [80, 'tcp', 'http'],
  [443, 'tcp', 'https'],
  [3389, 'tcp', 'ms-wbt-server'],
  [5432, 'tcp', 'postgresql'],
  [6063, 'tcp', 'x11'],
  [48619, 'tcp', 'iqobject'],
] as const;

const invalidSource = (from: string, found: string): Error =>
  fail('REGISTRY_SOURCE_INVALID', {
    asked: `the registry from ${from}`,
    found,
    todo: 'The present record stays as it is',
  });

/**
 * Checks the bytes before they are parsed.
 * @throws ReeveError `REGISTRY_SOURCE_INVALID`
 */
export function checkText(text: string, from: string): void {
  if (text === '') throw invalidSource(from, 'it is empty');
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text))
    throw invalidSource(from, 'it is a web page, not the CSV file');
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.exec(text);
  if (control !== null)
    throw invalidSource(from, `it is not text: byte ${control.index} is no character of a CSV file`);
  if (!text.endsWith('\n')) throw invalidSource(from, 'it ends in the middle of a line, so it is not whole');
}

/**
 * Checks that the rows are the registry, whole: enough of them, the known ones among them, and not far fewer
 * than before.
 * @throws ReeveError `REGISTRY_SOURCE_INVALID`
 */
export function checkRows(records: readonly TableRecord[], from: string, presentRows: number | null): void {
  if (records.length < fewestRows) {
    throw invalidSource(from, `it has ${records.length} rows, the registry has more than ${fewestRows}`);
  }
  if (presentRows !== null && records.length < presentRows * fewestShare) {
    throw invalidSource(from, `it has ${records.length} rows where the present record has ${presentRows}`);
  }
  for (const [port, transport, service] of anchors) {
    const there = records.some(
      ({ ports, transports, service: name }) =>
        name === service &&
        transports.includes(transport) &&
        ports !== null &&
        port >= ports.from &&
        port <= ports.to,
    );
    if (!there) throw invalidSource(from, `it lacks ${service} at ${port}/${transport}`);
  }
}

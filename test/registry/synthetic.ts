import type { TableRecord } from '../../src/registry/table/record-text.ts';

export const header =
  'Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,Registration Date,Modification Date,Reference,Service Code,Unauthorized Use Reported,Assignment Notes';

const anchors: readonly (readonly [string, string, string])[] = [
  ['ssh', '22', 'tcp'],
  ['domain', '53', 'udp'],
  ['http', '80', 'tcp'],
  ['https', '443', 'tcp'],
  ['ms-wbt-server', '3389', 'tcp'],
  ['postgresql', '5432', 'tcp'],
  ['x11', '6000-6063', 'tcp'],
  ['iqobject', '48619', 'tcp'],
];

/** A file that passes for the registry: the known assignments and so many made up between 10,000 and 40,000. */
export function syntheticCsv(rows = 10_100, mark = 'filler'): string {
  const made = Array.from({ length: rows - anchors.length }, (_, step) => {
    const port = 10_000 + (step % 30_000);
    return `${mark}-${step},${port},${step < 30_000 ? 'tcp' : 'udp'},Made up ${step},,,2001-02-03,,,,,`;
  });
  const known = anchors.map(([name, port, transport]) => `${name},${port},${transport},Known,,,,,,,,`);
  return `${[header, ...known, ...made].join('\r\n')}\r\n`;
}

/** A record with everything left out but what a test names. */
export const record = (
  parts: Partial<TableRecord> & { readonly from?: number; readonly to?: number },
): TableRecord => {
  const { from, to, ...rest } = parts;
  return {
    ports: from === undefined ? null : { from, to: to ?? from },
    transports: ['tcp'],
    status: 'assigned',
    source: 0,
    service: 'some',
    description: '',
    assignee: null,
    registered: null,
    modified: null,
    references: [],
    notes: null,
    unauthorizedUse: null,
    ...rest,
  };
};
